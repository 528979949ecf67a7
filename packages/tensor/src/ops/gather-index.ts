import { DTypeError, describeValue, IndexError, ShapeError } from '../errors.ts';
import type { Shape } from '../shape-types.ts';
import { heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';

export function checkIndexType(op: string, index: Tensor): void {
  requireTensor(op, index);
  if (index.dtype !== 'int32' && index.dtype !== 'uint8') {
    throw new DTypeError(
      `${op}: the index must be int32 or uint8, not ${index.dtype} (shape [${index.shape.join(', ')}]); did you mean index.astype('int32')?`,
    );
  }
}

/** An index array has the rank of what it indexes and, but for the axis it speaks of, is nowhere larger. */
export function checkIndexFits(
  op: string,
  along: number | null,
  index: Shape,
  indexed: Shape,
  shapes: readonly Shape[],
): void {
  if (index.length !== indexed.length) {
    throw new ShapeError({ op, problem: `ranks differ: ${indexed.length} vs ${index.length}`, shapes });
  }
  for (let axis = 0; axis < index.length; axis++) {
    if (axis !== along && index[axis] > indexed[axis]) {
      throw new ShapeError({
        op,
        problem: `the index is larger on axis ${axis}: ${index[axis]} vs ${indexed[axis]}`,
        shapes,
        axis,
      });
    }
  }
}

export function outOfRange(op: string, index: number, axis: number, shape: Shape): IndexError {
  return new IndexError(
    `${op}: index ${describeValue(index)} is out of range for axis ${axis} with size ${shape[axis]} (shape [${shape.join(', ')}])`,
  );
}

/** Every id of a list must lie inside the axis. */
export function checkIds(op: string, ids: Tensor, axis: number, shape: Shape): void {
  const values = heapArray(ids.dtype);
  const start = heapIndex(ids);
  for (let i = 0; i < ids.size; i++) {
    const id = values[start + i * ids.strides[0]];
    if (id < 0 || id >= shape[axis]) throw outOfRange(op, id, axis, shape);
  }
}
