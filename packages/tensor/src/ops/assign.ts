import { bytesPerElement } from '../dtype.ts';
import { forEachPlane } from '../engine/planes.ts';
import { heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { copyPlane } from './contiguous.ts';

/** Fewer elements than this are written by a loop: they cost less than a call into WebAssembly. */
const smallPlane = 16;

/**
 * Writes the elements of `x` into part of `out`: element i of `x` goes `offset` + i · `strides` elements after the first
 * of `out`. For results that are put together from pieces; `out` must be new, since the write is not counted.
 */
export function assign(out: Tensor, strides: readonly number[], offset: number, x: Tensor): void {
  const width = bytesPerElement(x.dtype);
  const target = heapArray(out.dtype);
  const source = heapArray(x.dtype);
  const to = heapIndex(out) + offset;
  const from = heapIndex(x);
  forEachPlane(x.shape, [strides, x.strides], ({ rows, cols, row, col }, [toOffset, fromOffset]) => {
    const outStart = to + toOffset;
    const inStart = from + fromOffset;
    if (col[0] === 1 && rows * cols >= smallPlane) {
      copyPlane(width, outStart * width, inStart * width, rows, cols, row[0], row[1], col[1]);
    } else {
      for (let r = 0; r < rows; r++) {
        let o = outStart + r * row[0];
        let i = inStart + r * row[1];
        for (let c = 0; c < cols; c++, o += col[0], i += col[1]) target[o] = source[i];
      }
    }
  });
}
