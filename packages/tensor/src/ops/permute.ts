// Axes in another order: views, nothing is copied.
import { ShapeError } from '../errors.ts';
import { normalizeAxis } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Check, Ok, Permute, Shape, SwapAxes } from '../shape-types.ts';
import { type Tensor, viewOf } from '../tensor.ts';
import { requireList, requireTensor } from './argument-checks.ts';

export interface PermuteParams {
  /** Axis `i` of the result is axis `axes[i]` of the input; none is negative. */
  readonly axes: readonly number[];
}

export const permutePrimitive = definePrimitive('permute', ([x]: [Tensor], { axes }: PermuteParams): [Tensor] => {
  const shape = axes.map((axis) => x.shape[axis]);
  const strides = axes.map((axis) => x.strides[axis]);
  return [viewOf<Shape>(x, shape, strides, x.offset)];
});

/**
 * The axes of `x` in another order: axis i of the result is axis axes[i] of `x`. A view.
 *
 * @shape x [d₀, d₁, …] → [d(axes₀), d(axes₁), …]
 * @throws {ShapeError} when `axes` does not name every axis once
 * @example
 * permute(zeros([2, 3, 4]), [2, 0, 1]).shape // => [4, 2, 3]
 */
export function permute<A extends Shape, const P extends Shape>(
  x: Tensor<A>,
  axes: Check<readonly [...P], Permute<A, P>>,
): Tensor<Ok<Permute<A, P>>>;
export function permute(x: Tensor, axes: readonly number[]): Tensor {
  requireTensor('permute', x);
  requireList('permute', 'axes', axes);
  const order = axes.map((axis) => normalizeAxis('permute', axis, x.shape));
  if (order.length !== x.rank || new Set(order).size !== x.rank) {
    throw new ShapeError({
      op: 'permute',
      problem: `axes [${axes.join(', ')}] do not name each of ${x.rank} axes once`,
      shapes: [x.shape],
    });
  }
  return apply(permutePrimitive, [x], { axes: order })[0];
}

/**
 * Two axes of `x` exchanged, the last two unless told otherwise. A view.
 *
 * @shape x [..., m, n] → [..., n, m]
 * @throws {ShapeError} when there is no such axis
 * @example
 * transpose(tensor([[1, 2, 3], [4, 5, 6]])).toArray() // => [[1, 4], [2, 5], [3, 6]]
 */
export function transpose<A extends Shape, I extends number = -2, J extends number = -1>(
  x: Tensor<A>,
  i?: Check<I, SwapAxes<A, I, J, 'transpose'>>,
  j?: J,
): Tensor<Ok<SwapAxes<A, I, J, 'transpose'>>>;
export function transpose(x: Tensor, i = -2, j = -1): Tensor {
  const first = normalizeAxis('transpose', i, x.shape);
  const second = normalizeAxis('transpose', j, x.shape);
  const axes = new Array<number>(x.rank);
  for (let axis = 0; axis < axes.length; axis++) axes[axis] = axis;
  axes[first] = second;
  axes[second] = first;
  return apply(permutePrimitive, [x], { axes })[0];
}

/**
 * One axis of `x` taken out and put in at another place; the others keep their order. A view.
 *
 * @shape x [a, b, c], from 0, to -1 → [b, c, a]
 * @throws {ShapeError} when there is no such axis
 * @example
 * moveAxis(zeros([2, 3, 4]), 0, -1).shape // => [3, 4, 2]
 */
export function moveAxis(x: Tensor, from: number, to: number): Tensor {
  const source = normalizeAxis('moveAxis', from, x.shape);
  const target = normalizeAxis('moveAxis', to, x.shape);
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== source);
  axes.splice(target, 0, source);
  return apply(permutePrimitive, [x], { axes })[0];
}
