import { isFloat } from '../dtype.ts';
import { heapArray, heapIndex, type Tensor } from '../tensor.ts';

/**
 * c[i, j] = Σₚ a[i, p]·b[p, j] for one matrix of a batch, by the definition: the oracle of the packed kernels, and what
 * runs for integers. Offsets and strides are in elements from the start of each operand.
 */
export function naiveMatmul(
  c: Tensor,
  a: Tensor,
  b: Tensor,
  [m, n, k]: readonly [number, number, number],
  [cStart, aStart, bStart]: readonly [number, number, number],
  [aRow, aCol, bRow, bCol]: readonly [number, number, number, number],
): void {
  const target = heapArray(c.dtype);
  const left = heapArray(a.dtype);
  const right = heapArray(b.dtype);
  const to = heapIndex(c) + cStart;
  const fromA = heapIndex(a) + aStart;
  const fromB = heapIndex(b) + bStart;
  // Integers wrap; in float64 the low bits of their products would be lost above 2⁵³.
  const times = isFloat(a.dtype) ? (x: number, y: number) => x * y : Math.imul;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let total = 0;
      for (let p = 0; p < k; p++) total += times(left[fromA + i * aRow + p * aCol], right[fromB + p * bRow + j * bCol]);
      target[to + i * n + j] = total;
    }
  }
}
