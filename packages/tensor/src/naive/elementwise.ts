// Elementwise loops in plain TypeScript for every element type: the oracle of the SIMD kernels, and what runs where
// there is no kernel. Float32 results are computed in float64 and rounded once, on being stored.
import { forEachPlane } from '../engine/planes.ts';
import { heapArray, heapIndex, type Tensor } from '../tensor.ts';

/** out[i] = fn(x[i]); `out` is contiguous, `x` has the same shape and any strides. */
export function naiveMap(fn: (x: number) => number, out: Tensor, x: Tensor): void {
  const target = heapArray(out.dtype);
  const source = heapArray(x.dtype);
  const to = heapIndex(out);
  const from = heapIndex(x);
  forEachPlane(x.shape, [x.strides], ({ rows, cols, row, col }, [offset], first) => {
    for (let r = 0; r < rows; r++) {
      let o = to + first + r * cols;
      let i = from + offset + r * row[0];
      for (let c = 0; c < cols; c++, i += col[0]) target[o++] = fn(source[i]);
    }
  });
}

/** out[i] = fn(a[i], b[i]) over the shape of `out`; the strides say how `a` and `b` are read (0: stretched). */
export function naiveZip(
  fn: (a: number, b: number) => number,
  out: Tensor,
  a: Tensor,
  aStrides: readonly number[],
  b: Tensor,
  bStrides: readonly number[],
): void {
  const target = heapArray(out.dtype);
  const left = heapArray(a.dtype);
  const right = heapArray(b.dtype);
  const to = heapIndex(out);
  const fromA = heapIndex(a);
  const fromB = heapIndex(b);
  forEachPlane(out.shape, [aStrides, bStrides], ({ rows, cols, row, col }, [offsetA, offsetB], first) => {
    for (let r = 0; r < rows; r++) {
      let o = to + first + r * cols;
      let i = fromA + offsetA + r * row[0];
      let j = fromB + offsetB + r * row[1];
      for (let c = 0; c < cols; c++, i += col[0], j += col[1]) target[o++] = fn(left[i], right[j]);
    }
  });
}
