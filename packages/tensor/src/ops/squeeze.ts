// Axes of size 1 come and go: views, recorded as reshapes.
import { describeValue, ShapeError } from '../errors.ts';
import { normalizeAxes } from '../layout.ts';
import { apply } from '../primitive.ts';
import type { Axes, Check, ExpandDims, Ok, Shape, Squeeze } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { reshapePrimitive } from './reshape.ts';

/**
 * `x` without the given axes, which must have size 1; without `axis`, without all axes of size 1. A view.
 *
 * @shape x [1, 3, 1] → [3]
 * @throws {ShapeError} when there is no such axis, or its size is not 1
 * @example
 * squeeze(zeros([1, 3, 1]), 0).shape // => [3, 1]
 */
export function squeeze<A extends Shape, const Ax extends Axes = undefined>(
  x: Tensor<A>,
  axis?: Check<Ax, Squeeze<A, Ax>>,
): Tensor<Ok<Squeeze<A, Ax>>>;
export function squeeze(x: Tensor, axis?: Axes): Tensor {
  requireTensor('squeeze', x);
  const gone =
    axis === undefined ? x.shape.flatMap((n, i) => (n === 1 ? [i] : [])) : normalizeAxes('squeeze', axis, x.shape);
  for (const i of gone) {
    if (x.shape[i] !== 1)
      throw new ShapeError({
        op: 'squeeze',
        problem: `axis ${i} has size ${x.shape[i]}, not 1`,
        shapes: [x.shape],
        axis: i,
      });
  }
  return apply(reshapePrimitive, [x], { shape: x.shape.filter((_, i) => !gone.includes(i)) })[0];
}

/**
 * `x` with a new axis of size 1, which is axis `axis` of the result. A view.
 *
 * @shape x [3, 4], axis 1 → [3, 1, 4]
 * @throws {ShapeError} when the result has no such axis
 * @example
 * expandDims(tensor([1, 2]), 1).toArray() // => [[1], [2]]
 */
export function expandDims<A extends Shape, Ax extends number>(
  x: Tensor<A>,
  axis: Check<Ax, ExpandDims<A, Ax>>,
): Tensor<Ok<ExpandDims<A, Ax>>>;
export function expandDims(x: Tensor, axis: number): Tensor {
  requireTensor('expandDims', x);
  const at = newAxis('expandDims', axis, x.shape);
  return apply(reshapePrimitive, [x], { shape: [...x.shape.slice(0, at), 1, ...x.shape.slice(at)] })[0];
}

/** Where in a shape an axis is to be inserted, counted from 0: axes are those of the result. */
export function newAxis(op: string, axis: number, shape: Shape): number {
  const rank = shape.length + 1;
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    const problem = `axis ${describeValue(axis)} is out of range for the result's rank ${rank}`;
    throw new ShapeError({ op, problem, shapes: [shape], axis });
  }
  return axis < 0 ? axis + rank : axis;
}
