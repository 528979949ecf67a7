// Elements picked by index arrays, with torch.gather's rules.

import { forEachPlane } from '../engine/planes.ts';
import { normalizeAxis } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { checkIndexFits, checkIndexType, outOfRange } from './gather-index.ts';
import { gatherRows, rowBlocks } from './gather-rows.ts';

/** Strides over the index array's shape with the indexed axis standing still: where along it is for the index to say. */
export function stridesAcross(x: Tensor, axis: number): number[] {
  return x.strides.map((stride, i) => (i === axis ? 0 : stride));
}

export const gatherPrimitive = definePrimitive(
  'gather',
  ([x, index]: [Tensor, Tensor], { axis }: { axis: number }): [Tensor] => {
    const out = allocate<Shape>(index.shape, x.dtype);
    const rows = rowBlocks(x, index, axis);
    if (rows === null) gatherElements(out, x, index, axis);
    else gatherRows(out, x, index, axis, rows);
    return [out];
  },
);

function gatherElements(out: Tensor, x: Tensor, index: Tensor, axis: number): void {
  const target = heapArray(x.dtype);
  const indices = heapArray(index.dtype);
  const [to, from, at] = [heapIndex(out), heapIndex(x), heapIndex(index)];
  const step = x.strides[axis];
  const size = x.shape[axis];
  const strides = [index.strides, stridesAcross(x, axis)];
  forEachPlane(index.shape, strides, ({ rows, cols, row, col }, [offsetI, offsetX], first) => {
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
  });
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
