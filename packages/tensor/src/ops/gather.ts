// Elements picked by index arrays, with torch.gather's rules.

import { forEachPlane } from '../engine/planes.ts';
import { IndexError } from '../errors.ts';
import { normalizeAxis } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { checkIndexFits, checkIndexType } from './gather-index.ts';

/** Strides over the index array's shape with the indexed axis standing still: where along it is for the index to say. */
export function stridesAcross(x: Tensor, axis: number): number[] {
  return x.strides.map((stride, i) => (i === axis ? 0 : stride));
}

export const gatherPrimitive = definePrimitive(
  'gather',
  ([x, index]: [Tensor, Tensor], { axis }: { axis: number }): [Tensor] => {
    const out = allocate<Shape>(index.shape, x.dtype);
    const target = heapArray(x.dtype);
    const indices = heapArray(index.dtype);
    const [to, from, at] = [heapIndex(out), heapIndex(x), heapIndex(index)];
    const step = x.strides[axis];
    const size = x.shape[axis];
    forEachPlane(
      index.shape,
      [index.strides, stridesAcross(x, axis)],
      ({ rows, cols, row, col }, [offsetI, offsetX], first) => {
        for (let r = 0; r < rows; r++) {
          let o = to + first + r * cols;
          let i = at + offsetI + r * row[0];
          let j = from + offsetX + r * row[1];
          for (let c = 0; c < cols; c++, i += col[0], j += col[1]) {
            const k = indices[i];
            if (k < 0 || k >= size) throw outOfRange('gather', k, axis, x.shape);
            target[o++] = target[j + k * step];
          }
        }
      },
    );
    return [out];
  },
);

export function outOfRange(op: string, index: number, axis: number, shape: Shape): IndexError {
  return new IndexError(
    `${op}: index ${index} is out of range for axis ${axis} with size ${shape[axis]} (shape [${shape.join(', ')}])`,
  );
}

/**
 * Elements of `x` picked along one axis by an array of indices.
 *
 * out[i, j, k] = x[i, index[i, j, k], k] for axis 1
 *
 * @shape x [d₀, …, n, …], index [e₀, …, m, …] with eᵢ ≤ dᵢ → the shape of index
 * @param index int32 or uint8, 0 ≤ index < n
 * @throws {ShapeError} when the ranks differ, or index is larger than `x` on another axis
 * @throws {IndexError} when an index lies outside the axis; negative ones do
 * @throws {DTypeError} when index is not of an integer type
 * @example
 * gather(tensor([[1, 2], [3, 4]]), 1, tensor([[1], [0]], { dtype: 'int32' })).toArray() // => [[2], [3]]
 */
export function gather<I extends Shape>(x: Tensor, axis: number, index: Tensor<I>): Tensor<I>;
export function gather(x: Tensor, axis: number, index: Tensor): Tensor {
  const along = normalizeAxis('gather', axis, x.shape);
  checkIndexType('gather', index);
  checkIndexFits('gather', along, index.shape, x.shape, [x.shape, index.shape]);
  return apply(gatherPrimitive, [x, index], { axis: along })[0];
}
