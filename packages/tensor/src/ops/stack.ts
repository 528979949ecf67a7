import { ShapeError } from '../errors.ts';
import { sameShape } from '../layout.ts';
import type { Check, Ok, ShapesOf, Stack } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { concat } from './concat.ts';
import { expandDims, newAxis } from './squeeze.ts';

/**
 * Tensors of one shape side by side along a new axis, which is axis `axis` of the result.
 *
 * @shape n × [3, 4], axis 0 → [n, 3, 4]
 * @throws {ShapeError} when there are no tensors, or their shapes differ
 * @example
 * stack([tensor([1, 2]), tensor([3, 4])], 1).toArray() // => [[1, 3], [2, 4]]
 */
export function stack<const Ts extends readonly Tensor[], Ax extends number = 0>(
  tensors: Check<readonly [...Ts], Stack<ShapesOf<Ts>, Ax>>,
  axis?: Ax,
): Tensor<Ok<Stack<ShapesOf<Ts>, Ax>>>;
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  requireTensors('stack', tensors);
  const shapes = tensors.map((x) => x.shape);
  if (shapes.length === 0) throw new ShapeError({ op: 'stack', problem: 'expected at least one tensor', shapes });
  if (!shapes.every((shape) => sameShape(shape, shapes[0])))
    throw new ShapeError({ op: 'stack', problem: 'shapes differ', shapes });
  const at = newAxis('stack', axis, shapes[0]);
  const rows: Tensor[] = tensors.map((x) => expandDims(x, at));
  return concat(rows, at);
}
