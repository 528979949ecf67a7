import { bytesPerElement } from '../dtype.ts';
import { kernels } from '../engine/kernels.ts';
import { forEachPlane } from '../engine/planes.ts';
import { forRanges } from '../engine/threads/parallel.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';

const copyKernel = { 1: 'copy_8', 4: 'copy_32', 8: 'copy_64' } as const;
/** Elements from which on a copy is spread over threads. */
const parallelSize = 65_536;
/** Rows, or elements of one row, that a part begins at a multiple of: whole cache lines, and whole tiles of a transpose. */
const multiple = 64;

/** Copies a strided plane to rows that begin `outRow` elements apart; addresses in bytes, strides in elements. */
export function copyPlane(
  width: 1 | 4 | 8,
  to: number,
  from: number,
  rows: number,
  cols: number,
  outRow: number,
  row: number,
  col: number,
): void {
  const kernel = copyKernel[width];
  if (rows * cols < parallelSize) kernels[kernel](to, from, rows, cols, outRow, row, col);
  else if (rows === 1) {
    forRanges(kernel, cols, { grain: parallelSize / 2, multiple }, (i, count) => [
      to + i * width,
      from + i * col * width,
      1,
      count,
      count,
      0,
      col,
    ]);
  } else {
    const options = { grain: Math.ceil(parallelSize / 2 / cols), multiple: row === 1 ? multiple : 1 };
    forRanges(kernel, rows, options, (i, count) => [
      to + i * outRow * width,
      from + i * row * width,
      count,
      cols,
      outRow,
      row,
      col,
    ]);
  }
}

/** Writes the elements of a strided view, in row-major order, to the contiguous memory at `address`. */
export function copyInto(address: number, x: Tensor): void {
  const width = bytesPerElement(x.dtype);
  const start = x.address;
  forEachPlane(x.shape, [x.strides], ({ rows, cols, row, col }, [offset], first) => {
    copyPlane(width, address + first * width, start + offset * width, rows, cols, cols, row[0], col[0]);
  });
}

/** A row-major copy: its own storage, whatever the layout of `x`. Not recorded; see `copy` for the differentiable one. */
export function materialize<S extends Shape>(x: Tensor<S>): Tensor<S> {
  const out = allocate(x.shape, x.dtype);
  copyInto(out.address, x);
  return out;
}

/** `x` itself when its elements lie in row-major order, otherwise a copy in which they do. Not recorded. */
export function rowMajor<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return x.isContiguous ? x : materialize(x);
}
