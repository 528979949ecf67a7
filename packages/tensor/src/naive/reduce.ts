// Reductions in plain TypeScript over the middle axis of a contiguous [outer, n, inner] block: oracle of the kernels, and
// what runs for integers.
import { heapArray, heapIndex, type Tensor } from '../tensor.ts';

/** out[o, i] = fold of x[o, :, i] from `start`, in order. */
export function naiveReduce(
  fold: (total: number, value: number) => number,
  start: number,
  out: Tensor,
  x: Tensor,
  outer: number,
  n: number,
  inner: number,
): void {
  const target = heapArray(out.dtype);
  const source = heapArray(x.dtype);
  const to = heapIndex(out);
  const from = heapIndex(x);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let total = start;
      for (let k = 0; k < n; k++) total = fold(total, source[from + (o * n + k) * inner + i]);
      target[to + o * inner + i] = total;
    }
  }
}

/** out[o, i] = index of the first x[o, :, i] that no other is better than; a NaN wins, as in NumPy. */
export function naiveArgReduce(
  better: (a: number, b: number) => boolean,
  out: Tensor,
  x: Tensor,
  outer: number,
  n: number,
  inner: number,
): void {
  const target = heapArray(out.dtype);
  const source = heapArray(x.dtype);
  const to = heapIndex(out);
  const from = heapIndex(x);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let best = 0;
      let value = source[from + o * n * inner + i];
      for (let k = 1; k < n && !Number.isNaN(value); k++) {
        const candidate = source[from + (o * n + k) * inner + i];
        if (better(candidate, value) || Number.isNaN(candidate)) {
          best = k;
          value = candidate;
        }
      }
      target[to + o * inner + i] = best;
    }
  }
}
