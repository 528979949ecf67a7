import { bytesPerElement } from '../dtype.ts';
import { kernels } from '../engine/kernels.ts';
import { forEachPlane } from '../engine/planes.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';

const copyKernel = { 1: kernels.copy_8, 4: kernels.copy_32, 8: kernels.copy_64 };

/** Writes the elements of a strided view, in row-major order, to the contiguous memory at `address`. */
export function copyInto(address: number, x: Tensor): void {
  const width = bytesPerElement(x.dtype);
  const start = x.address;
  forEachPlane(x.shape, [x.strides], ({ rows, cols, row, col }, [offset], first) => {
    copyKernel[width](address + first * width, start + offset * width, rows, cols, row[0], col[0]);
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
