import { apply, gather, pad, primitives, type Shape, sameShape, scatterAdd, type Tensor, zeros } from '@ml/tensor';
import { type Rules, rule } from '../rule.ts';

/** Of a value and an index only the index is kept. */
const indexOnly = { inputs: () => [false, true] };

export const indexingRules = {
  /** y[i] = x[index[i]], dx = Σ dy over equal indices. */
  gather: rule(
    'inputs',
    ({ inputs: [, index], params: { axis }, shapes: [shape] }, dY) => [
      scatterAdd(zeros(shape, { dtype: dY.dtype }), axis, index, dY),
      null,
    ],
    indexOnly,
  ),

  /** y = x, and y[index[i]] += source[i]; dx = dy, dsource[i] = dy[index[i]]. */
  scatterAdd: rule(
    'inputs',
    ({ inputs: [, index], params: { axis }, shapes, needs }, dY) => [
      needs[0] ? dY : null,
      null,
      needs[2] ? padTo(gather(dY, axis, index), shapes[2]) : null,
    ],
    { inputs: () => [false, true, false] },
  ),

  /** y = weight[ids], dweight = Σ dy over equal ids. @shape weight [V, W], ids [...] → [..., W] */
  embedding: rule(
    'inputs',
    ({ inputs: [, ids], shapes: [[rows]] }, dY) => [apply(primitives.scatterRows, [dY, ids], { rows })[0], null],
    indexOnly,
  ),

  /** y[ids[i]] += x[i], dx = dy[ids]. @shape x [..., W], ids [...] → [rows, W] */
  scatterRows: rule(
    'inputs',
    ({ inputs: [, ids] }, dY) => [apply(primitives.embedding, [dY, ids], null)[0], null],
    indexOnly,
  ),
} satisfies Rules<'gather' | 'scatterAdd' | 'embedding' | 'scatterRows'>;

/** The index may be smaller than the source: what was never read has no gradient. */
function padTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  return pad(
    x,
    shape.map((n, axis): [number, number] => [0, n - x.shape[axis]]),
  );
}
