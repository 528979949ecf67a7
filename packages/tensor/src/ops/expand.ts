import { ShapeError } from '../errors.ts';
import { broadcastStrides } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Check, Expand, Ok, Shape } from '../shape-types.ts';
import { type Tensor, viewOf } from '../tensor.ts';
import { requireList, requireTensor } from './argument-checks.ts';

export const expandPrimitive = definePrimitive('expand', ([x]: [Tensor], { shape }: { shape: Shape }): [Tensor] => [
  viewOf(x, shape, broadcastStrides(x.shape, x.strides, shape), x.offset),
]);

/**
 * `x` stretched to a larger shape by NumPy broadcasting: axes of size 1 repeat, new axes appear on the left. A view in
 * which repeated elements are one and the same.
 *
 * @shape x [3, 1], shape [2, 3, 4] → [2, 3, 4]
 * @param shape the result's; −1 keeps the size of an axis
 * @throws {ShapeError} when an axis is neither 1 nor already as asked
 * @example
 * expand(tensor([[1], [2]]), [2, 3]).toArray() // => [[1, 1, 1], [2, 2, 2]]
 */
export function expand<A extends Shape, const To extends Shape>(
  x: Tensor<A>,
  shape: Check<readonly [...To], Expand<A, To>>,
): Tensor<Ok<Expand<A, To>>>;
export function expand(x: Tensor, shape: Shape): Tensor {
  requireTensor('expand', x);
  requireList('expand', 'shape', shape);
  const lead = shape.length - x.rank;
  if (lead < 0) {
    throw new ShapeError({
      op: 'expand',
      problem: `rank ${x.rank} does not fit rank ${shape.length}`,
      shapes: [x.shape, shape],
    });
  }
  const to = shape.map((n, axis) => (n === -1 && axis >= lead ? x.shape[axis - lead] : n));
  for (let axis = 0; axis < to.length; axis++) {
    const n = axis < lead ? 1 : x.shape[axis - lead];
    if (!Number.isSafeInteger(to[axis]) || to[axis] < 0 || (n !== 1 && n !== to[axis])) {
      const back = axis - to.length;
      const problem =
        n === 1 ? `axis ${back} cannot become ${to[axis]}` : `axis ${back} cannot stretch from ${n} to ${to[axis]}`;
      throw new ShapeError({ op: 'expand', problem, shapes: [x.shape, shape], axis: back });
    }
  }
  return apply(expandPrimitive, [x], { shape: to })[0];
}
