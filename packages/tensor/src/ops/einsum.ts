// Einstein summation as a composition of diagonal, permute, reshape, sum and matmul, so that its gradient is theirs.

import { ArgumentError, describeValue } from '../errors.ts';
import { sameShape, sizeOf } from '../layout.ts';
import type { Check, Ok, ShapesOf } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { mul } from './binary.ts';
import { diagonal } from './diagonal.ts';
import { isEllipsisLabel, type Label, parseEinsum } from './einsum-parse.ts';
import type { Einsum } from './einsum-types.ts';
import { expand } from './expand.ts';
import { matmul } from './matmul.ts';
import { permute } from './permute.ts';
import { sum } from './reduce.ts';
import { reshape } from './reshape.ts';

/** An operand and the names of its axes, each once. */
interface Labelled {
  readonly x: Tensor;
  readonly labels: readonly Label[];
}

/**
 * Sums of products in Einstein's notation: indices that are not in the output are summed over.
 *
 * einsum('bij,bjk->bik', a, b): out[b, i, k] = Σⱼ a[b, i, j]·b[b, j, k]
 * An index twice in one operand takes its diagonal; '...' stands for axes that broadcast; without '->' the output has
 * the indices that appear once, in alphabetical order. Operands are contracted two by two from the left, each pair by
 * one batched matrix product, so write chains in the order in which they are cheap.
 *
 * @shape one letter per axis of every operand → one axis per letter of the output
 * @throws {ShapeError} when an index has two sizes (only axes under '...' stretch), the letters do not fit the
 *   operands' axes, or an output index is in no operand
 * @reference agrees with numpy.einsum; an output without '...' sums over what it stood for, as in torch
 * @example
 * einsum('ij,kj->ik', tensor([[1, 2]]), tensor([[3, 4], [5, 6]])).toArray() // => [[11, 17]]
 * einsum('ii', tensor([[1, 2], [3, 4]])).item() // => 5
 */
export function einsum<const E extends string, const Ts extends readonly Tensor[]>(
  equation: Check<E, Einsum<E, ShapesOf<Ts>>>,
  ...operands: readonly [...Ts]
): Tensor<Ok<Einsum<E, ShapesOf<Ts>>>>;
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  if (typeof equation !== 'string')
    throw new ArgumentError(`einsum: the equation is ${describeValue(equation)}, not text like 'ij,jk->ik'`);
  requireTensors('einsum', operands);
  const { inputs, output } = parseEinsum(
    equation,
    operands.map((x) => x.shape),
  );
  const parts = operands.map((x, i) => takeDiagonals({ x, labels: inputs[i] }));
  let result = parts[0];
  for (let i = 1; i < parts.length; i++) {
    // What neither the output nor a later operand needs is summed away as soon as possible.
    const needed = new Set([...output, ...parts.slice(i + 1).flatMap(({ labels }) => labels)]);
    result = contract(result, parts[i], needed);
  }
  return arrange(sumAway(result, new Set(output)), output);
}

/** Replaces an index that appears twice by the diagonal of its two axes. */
function takeDiagonals({ x, labels }: Labelled): Labelled {
  const axis2 = labels.findIndex((label, axis) => labels.indexOf(label) !== axis);
  if (axis2 < 0) return { x, labels };
  const axis1 = labels.indexOf(labels[axis2]);
  const rest = labels.filter((_, axis) => axis !== axis1 && axis !== axis2);
  return takeDiagonals({ x: diagonal(x, { axis1, axis2 }), labels: [...rest, labels[axis2]] });
}

/** Sums over every axis that is not needed. */
function sumAway(part: Labelled, needed: ReadonlySet<Label>): Labelled {
  const axes = part.labels.flatMap((label, axis) => (needed.has(label) ? [] : [axis]));
  if (axes.length === 0) return part;
  return { x: sum(part.x, { axis: axes }), labels: part.labels.filter((label) => needed.has(label)) };
}

/** The product of two operands, summed over the indices both have and nobody needs. */
function contract(a: Labelled, b: Labelled, needed: ReadonlySet<Label>): Labelled {
  const left = sumAway(a, new Set([...needed, ...b.labels]));
  const right = sumAway(b, new Set([...needed, ...a.labels]));
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const inner = shared.filter((label) => !needed.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const cols = right.labels.filter((label) => !shared.includes(label));
  const labels = [...batch, ...rows, ...cols];
  if (inner.length === 0) return { x: mul(spread(left, labels), spread(right, labels)), labels };

  const [stretchedLeft, stretchedRight] = [stretch(left, right, inner), stretch(right, left, inner)];
  const product: Tensor = matmul(
    asMatrices(stretchedLeft, batch, rows, inner) as Tensor,
    asMatrices(stretchedRight, batch, inner, cols) as Tensor,
  );
  const sizes = [...sizesOf(stretchedLeft, rows), ...sizesOf(stretchedRight, cols)];
  return { x: reshapeTo(product, [...product.shape.slice(0, batch.length), ...sizes]), labels };
}

function sizesOf({ x, labels }: Labelled, names: readonly Label[]): number[] {
  return names.map((label) => x.shape[labels.indexOf(label)]);
}

/** Axes under an ellipsis that are summed over must have their full size first. */
function stretch(part: Labelled, other: Labelled, inner: readonly Label[]): Labelled {
  const hidden = inner.filter(isEllipsisLabel);
  if (hidden.length === 0) return part;
  const shape = part.x.shape.map((n, axis) => {
    const label = part.labels[axis];
    return n === 1 && hidden.includes(label) ? other.x.shape[other.labels.indexOf(label)] : n;
  });
  return { x: expand(part.x, shape), labels: part.labels };
}

/** The axes in the order [...batch, rows, cols], those of rows and of cols merged into one each. */
function asMatrices(part: Labelled, batch: readonly Label[], rows: readonly Label[], cols: readonly Label[]): Tensor {
  const x = arrange(part, [...batch, ...rows, ...cols]);
  return reshapeTo(x, [...sizesOf(part, batch), sizeOf(sizesOf(part, rows)), sizeOf(sizesOf(part, cols))]);
}

/** The axes in the order of `labels`, with size 1 where the operand has no such axis. */
function spread(part: Labelled, labels: readonly Label[]): Tensor {
  const own = labels.filter((label) => part.labels.includes(label));
  const x = arrange(part, own);
  return reshapeTo(
    x,
    labels.map((label) => (own.includes(label) ? x.shape[own.indexOf(label)] : 1)),
  );
}

function arrange({ x, labels }: Labelled, order: readonly Label[]): Tensor {
  if (order.every((label, axis) => labels[axis] === label)) return x;
  return permute(
    x,
    order.map((label) => labels.indexOf(label)),
  );
}

function reshapeTo(x: Tensor, shape: readonly number[]): Tensor {
  return sameShape(x.shape, shape) ? x : reshape(x, shape);
}
