import { matmul, slice, tidy } from '@ml/tensor';
import { matrix, values, vector } from '../base/values.ts';
import { blockSize, makeReflector, type Reflectors } from './householder.ts';
import { subtractPart } from './matrix-part.ts';
import { multiply } from './multiply.ts';

export interface Tridiagonal {
  /** [n] */
  readonly diagonal: Float64Array;
  /** [n], the last 0 */
  readonly offDiagonal: Float64Array;
  readonly reflectors: Reflectors;
}

/** Rows from which on a product on all threads is faster than a loop. */
const worthProduct = 96;

/**
 * Qᵀ·A·Q = T, tridiagonal, for a symmetric A: reflector j clears column j below the entry under the diagonal.
 *
 * Within a block of reflectors A is left as it was; their effect, A − Σ(v·wᵀ + w·vᵀ), is worked in where it is needed, and
 * the rest of the matrix gets it as one product at the block's end (Dongarra, Sorensen & Hammarling 1989).
 *
 * @shape a [n, n], only read
 * @complexity 4/3·n³, half of it in matrix products
 */
export function tridiagonalize(a: Float64Array, n: number): Tridiagonal {
  return tidy(() => {
    const A = matrix(a, n, n);
    return reduce(values(A), n, (out, x, start) => {
      if (n - start < worthProduct) symmetricTimes(out, values(A), x, start);
      else tidy(() => out.set(values(matmul(slice(A, [start, n], [start, n]), vector(x.subarray(start)))), start));
    });
  });
}

/** out ← A·x over rows and columns from `start` on. */
type Times = (out: Float64Array, x: Float64Array, start: number) => void;

function reduce(a: Float64Array, n: number, times: Times): Tridiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  const count = Math.max(0, n - 2);
  const v = new Float64Array(count * n);
  const tau = new Float64Array(count);
  const w = new Float64Array(blockSize * n);
  for (let first = 0; first < count; first += blockSize) {
    const last = Math.min(count, first + blockSize);
    for (let j = first; j < last; j++) {
      const row = v.subarray(j * n, (j + 1) * n);
      row.set(a.subarray(j * n + j, (j + 1) * n), j);
      subtractPairs(row, j, { v: v.subarray(first * n, j * n), w, n });
      diagonal[j] = row[j];
      row[j] = 0;
      const [beta, factor] = makeReflector(row, j + 1, n);
      offDiagonal[j] = beta;
      tau[j] = factor;
      const product = w.subarray((j - first) * n, (j - first + 1) * n);
      times(product, row, j + 1);
      correctProduct(product, row, { v: v.subarray(first * n, j * n), w, n, start: j + 1 });
      let dot = 0;
      for (let i = j + 1; i < n; i++) dot += product[i] * row[i];
      const half = (factor * dot) / 2;
      for (let i = j + 1; i < n; i++) product[i] = factor * (product[i] - half * row[i]);
    }
    updateRest(a, n, { v: v.subarray(first * n, last * n), w, from: last });
  }
  for (let j = count; j < n; j++) {
    diagonal[j] = a[j * n + j];
    if (j + 1 < n) offDiagonal[j] = a[j * n + j + 1];
  }
  return { diagonal, offDiagonal, reflectors: { v, tau, length: n, shift: 1 } };
}

/** column ← column − Σ(v·w[j] + w·v[j]) from element j on. */
function subtractPairs(
  column: Float64Array,
  j: number,
  { v, w, n }: { readonly v: Float64Array; readonly w: Float64Array; readonly n: number },
): void {
  for (let at = 0; at < v.length; at += n) {
    const wj = w[at + j];
    const vj = v[at + j];
    for (let i = j; i < n; i++) column[i] -= v[at + i] * wj + w[at + i] * vj;
  }
}

/** out = A·x over rows and columns from `start` on, four rows at a time. */
function symmetricTimes(out: Float64Array, a: Float64Array, x: Float64Array, start: number): void {
  const n = x.length;
  let i = start;
  for (; i + 3 < n; i += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = start, at = i * n + start; k < n; k++, at++) {
      const xk = x[k];
      s0 += a[at] * xk;
      s1 += a[at + n] * xk;
      s2 += a[at + 2 * n] * xk;
      s3 += a[at + 3 * n] * xk;
    }
    out[i] = s0;
    out[i + 1] = s1;
    out[i + 2] = s2;
    out[i + 3] = s3;
  }
  for (; i < n; i++) {
    let sum = 0;
    for (let k = start, at = i * n + start; k < n; k++, at++) sum += a[at] * x[k];
    out[i] = sum;
  }
}

/** product ← product − Σ(v·(wᵀx) + w·(vᵀx)): what A·x would be had the block's reflectors been applied to A. */
function correctProduct(
  product: Float64Array,
  x: Float64Array,
  pairs: { readonly v: Float64Array; readonly w: Float64Array; readonly n: number; readonly start: number },
): void {
  const { v, w, n, start } = pairs;
  for (let at = 0; at < v.length; at += n) {
    let vx = 0;
    let wx = 0;
    for (let i = start; i < n; i++) {
      vx += v[at + i] * x[i];
      wx += w[at + i] * x[i];
    }
    for (let i = start; i < n; i++) product[i] -= v[at + i] * wx + w[at + i] * vx;
  }
}

/** A ← A − VᵀW − WᵀV in the rows and columns from `from` on. */
function updateRest(
  a: Float64Array,
  n: number,
  { v, w, from }: { readonly v: Float64Array; readonly w: Float64Array; readonly from: number },
): void {
  const count = v.length / n;
  const size = n - from;
  const left = new Float64Array(2 * count * size);
  const right = new Float64Array(2 * count * size);
  for (let i = 0; i < count; i++) {
    const vi = v.subarray(i * n + from, (i + 1) * n);
    const wi = w.subarray(i * n + from, (i + 1) * n);
    left.set(vi, i * size);
    left.set(wi, (count + i) * size);
    right.set(wi, i * size);
    right.set(vi, (count + i) * size);
  }
  const change = multiply(left, right, { size: [size, 2 * count, size], transposeA: true });
  subtractPart(a, n, change, { rows: [from, n], columns: [from, n] });
}
