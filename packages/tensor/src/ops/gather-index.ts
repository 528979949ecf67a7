import { DTypeError, ShapeError } from '../errors.ts';
import type { Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';

export function checkIndexType(op: string, index: Tensor): void {
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
