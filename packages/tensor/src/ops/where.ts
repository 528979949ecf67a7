// Choice between two arrays, element by element.
import { bytesPerElement, promoteTypes } from '../dtype.ts';
import { elementwise, forRanges } from '../engine/threads/parallel.ts';
import { broadcastShapes, broadcastStrides, sameShape } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Broadcast, Check, Ok, Shape } from '../shape-types.ts';
import { allocate, type Tensor, viewOf } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { cast } from './cast.ts';
import { materialize } from './contiguous.ts';
import { withOperands } from './operand.ts';

const whereKernel = { 1: 'where_8', 4: 'where_32', 8: 'where_64' } as const;

export const wherePrimitive = definePrimitive('where', ([condition, a, b]: [Tensor, Tensor, Tensor]): [Tensor] => {
  const shape = broadcastShapes('where', condition.shape, a.shape, b.shape);
  const out = allocate<Shape>(shape, a.dtype);
  // The kernel walks contiguous memory, or repeats one value; copies of what is neither are cheaper than following strides.
  const packed = [packAs(condition, shape), ...[a, b].map((x) => (x.size === 1 ? x : packAs(x, shape)))];
  const [c, x, y] = packed.map((operand) => operand.address);
  const width = bytesPerElement(a.dtype);
  const [xStep, yStep] = [a, b].map((operand) => (operand.size === 1 ? 0 : 1));
  forRanges(whereKernel[width], out.size, elementwise, (i, count) => [
    ...[out.address + width * i, c + i, x + width * i * xStep, y + width * i * yStep],
    ...[count, xStep, yStep],
  ]);
  for (const operand of packed) if (operand !== condition && operand !== a && operand !== b) operand.dispose();
  return [out];
});

/** `x` broadcast to a shape, in row-major order. */
function packAs(x: Tensor, shape: Shape): Tensor {
  if (x.isContiguous && sameShape(x.shape, shape)) return x;
  const view = viewOf(x, shape, broadcastStrides(x.shape, x.strides, shape), x.offset, 'maker');
  const packed = materialize(view);
  view.dispose();
  return packed;
}

/**
 * a where the condition holds, b elsewhere, with NumPy broadcasting of all three. What is not chosen is not looked at:
 * a NaN there leaves no trace, in the value or in the gradient.
 *
 * @shape condition [...], a [...], b [...] → broadcast of all
 * @param condition bool, or any type of which everything but 0 counts as true
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * where(tensor([true, false]), tensor([1, 2]), 0).toArray() // => [1, 0]
 */
export function where<C extends Shape, A extends Shape = [], B extends Shape = []>(
  condition: Tensor<C>,
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<Ok<Broadcast<C, A>>, B, 'where'>>,
): Tensor<Ok<Broadcast<Ok<Broadcast<C, A>>, B, 'where'>>>;
export function where(condition: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  requireTensor('where', condition);
  return withOperands('where', a, b, (x, y) => {
    const dtype = promoteTypes(x.dtype, y.dtype);
    return apply(wherePrimitive, [cast(condition, 'bool'), cast(x, dtype), cast(y, dtype)], null)[0];
  });
}

/**
 * `x` with one value wherever the mask holds.
 *
 * @shape x [...], mask broadcasts with it → broadcast of both
 * @throws {ShapeError} when the shapes do not broadcast
 * @example
 * maskedFill(tensor([1, 2, 3]), tensor([true, false, true]), -1).toArray() // => [-1, 2, -1]
 */
export function maskedFill<A extends Shape, M extends Shape>(
  x: Tensor<A>,
  mask: Check<Tensor<M>, Broadcast<A, M, 'maskedFill'>>,
  value: number,
): Tensor<Ok<Broadcast<A, M, 'maskedFill'>>>;
export function maskedFill(x: Tensor, mask: Tensor, value: number): Tensor {
  requireTensor('maskedFill', x);
  requireTensor('maskedFill', mask);
  broadcastShapes('maskedFill', x.shape, mask.shape);
  return where(mask, value, x);
}
