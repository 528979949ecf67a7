import { DTypeError, ShapeError } from '../errors.ts';
import { sameShape } from '../layout.ts';
import type { Tensor } from '../tensor.ts';
import { requireList, requireTensors } from './argument-checks.ts';
import { assign } from './assign.ts';
import { materialize } from './contiguous.ts';
import { slice } from './slice.ts';
import type { SliceIndex } from './slice-types.ts';

/**
 * Overwrites part of a buffer in place, `target[indices] = source`, indices as in `slice`. For caches and running
 * statistics: values that take part in a gradient are never written to (a gradient that needs the old ones refuses).
 *
 * @shape source has the shape of slice(target, ...indices)
 * @throws {ShapeError} when it has not
 * @throws {DTypeError} when the element types differ
 * @example
 * const cache = zeros([2, 3]);
 * setSlice(cache, [1], tensor([7, 8, 9]));
 * cache.toArray() // => [[0, 0, 0], [7, 8, 9]]
 */
export function setSlice(target: Tensor, indices: readonly SliceIndex[], source: Tensor): void {
  requireTensors('setSlice', [target, source]);
  requireList('setSlice', 'indices', indices);
  const part: Tensor = slice(target, ...indices);
  try {
    if (!sameShape(part.shape, source.shape)) {
      throw new ShapeError({
        op: 'setSlice',
        problem: `the part is [${part.shape.join(', ')}]`,
        shapes: [target.shape, source.shape],
      });
    }
    if (target.dtype !== source.dtype)
      throw new DTypeError(`setSlice: target is ${target.dtype}, source ${source.dtype}`);
    if (target.strides.some((stride, axis) => stride === 0 && target.shape[axis] > 1)) {
      const problem = 'places of a stretched target are one and the same';
      throw new ShapeError({ op: 'setSlice', problem, shapes: [target.shape], mend: 'did you mean target.copy()?' });
    }
    // What is read must not be overwritten first: a part of the target moves as through a copy.
    const values = source.storage === target.storage ? materialize(source) : source;
    assign(target, part.strides, part.offset - target.offset, values);
    if (values !== source) values.dispose();
    target.storage.version++;
  } finally {
    part.dispose();
  }
}
