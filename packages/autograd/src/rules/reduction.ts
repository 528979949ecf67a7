import {
  cumsum,
  div,
  equal,
  exp,
  expand,
  flip,
  item,
  mul,
  pad,
  permute,
  reshape,
  type Shape,
  slice,
  sub,
  sum,
  type Tensor,
  where,
} from '@ml/tensor';
import { type Rules, rule } from '../rule.ts';

export const reductionRules = {
  /** y = Σ x, dx = dy for every term. @shape [...] → without the reduced axes, or with size 1 there */
  sum: rule('none', ({ params: { axes }, shapes: [shape] }, dY) => [expand(kept(dY, axes, shape), shape)]),

  /** y = Π x, dxᵢ = dy·Πⱼ≠ᵢ xⱼ: y/xᵢ, or, where that would be 0/0, the products before and after i. */
  prod: rule('both', ({ inputs: [x], outputs: [y], params: { axes }, shapes: [shape] }, dY) => {
    const d = kept(dY, axes, shape);
    return [mul(d, hasZero(x) ? productOfOthers(x, axes) : div(kept(y, axes, shape), x))];
  }),

  /** y = max x, dx = dy shared evenly among the elements that are the maximum. */
  max: rule('both', ({ inputs: [x], outputs: [y], params: { axes }, shapes: [shape] }, dY) => [
    shareAmongWinners(dY, x, y, axes, shape),
  ]),

  /** y = min x, dx = dy shared evenly among the elements that are the minimum. */
  min: rule('both', ({ inputs: [x], outputs: [y], params: { axes }, shapes: [shape] }, dY) => [
    shareAmongWinners(dY, x, y, axes, shape),
  ]),

  /** y = ln Σ eˣ, dx = dy·e^(x − y): the softmax of x. */
  logsumexp: rule('both', ({ inputs: [x], outputs: [y], params: { axes }, shapes: [shape] }, dY) => [
    mul(kept(dY, axes, shape), exp(sub(x, kept(y, axes, shape)))),
  ]),

  /** yᵢ = Σⱼ≤ᵢ xⱼ, dxⱼ = Σᵢ≥ⱼ dyᵢ: the running sum from the other end. */
  cumsum: rule('none', ({ params: { axis } }, dY) => [flip(cumsum(flip(dY, axis), axis), axis)]),
} satisfies Rules<'sum' | 'prod' | 'max' | 'min' | 'logsumexp' | 'cumsum'>;

/** A reduced array with its reduced axes put back as size 1, so that it broadcasts against the input. */
function kept(y: Tensor, axes: readonly number[], shape: Shape): Tensor {
  if (y.rank === shape.length) return y;
  return reshape(
    y,
    shape.map((n, axis) => (axes.includes(axis) ? 1 : n)),
  );
}

function shareAmongWinners(dY: Tensor, x: Tensor, y: Tensor, axes: readonly number[], shape: Shape): Tensor {
  const winners = equal(x, kept(y, axes, shape));
  const count = sum(winners, { axis: axes, keepDims: true });
  return where(winners, div(kept(dY, axes, shape), count), 0);
}

function hasZero(x: Tensor): boolean {
  return item(sum(equal(x, 0))) > 0;
}

/** Πⱼ≠ᵢ xⱼ without a division: the product of all before i times the product of all after. */
function productOfOthers(x: Tensor, axes: readonly number[]): Tensor {
  const order = [...x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis)), ...axes];
  const arranged = permute(x, order);
  const n = axes.reduce((product, axis) => product * x.shape[axis], 1);
  const flat = reshape(arranged, [x.size / n, n]);
  const others = mul(productsBefore(flat), flip(productsBefore(flip(flat, 1)), 1));
  const back = new Array<number>(order.length);
  order.forEach((axis, i) => {
    back[axis] = i;
  });
  return permute(reshape(others, arranged.shape), back);
}

/** yᵢ = Πⱼ<ᵢ xⱼ in log₂ n rounds, each doubling the reach. @shape [N, n] → [N, n] */
function productsBefore(x: Tensor): Tensor {
  const n = x.shape[1];
  let products: Tensor = shifted(x, 1);
  for (let reach = 1; reach < n; reach *= 2) products = mul(products, shifted(products, reach));
  return products;
}

/** The columns moved `by` places to the right, ones coming in from the left. */
function shifted(x: Tensor, by: number): Tensor {
  const room = [
    [0, 0],
    [by, 0],
  ] as const;
  return pad(slice(x, null, [0, x.shape[1] - by]), room, 1);
}
