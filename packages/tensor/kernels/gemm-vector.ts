// Matrix–vector products: y = x·M for M of k × n elements. One row of C (m = 1, generation with a KV cache) and one
// column (n = 1, with A transposed) are both this. Every element of M is used once, so M is read where it lies, in
// its own order: rows are added up eight at a time when they are contiguous, columns are read in 4 × 4 blocks
// transposed in registers otherwise. Transposing keeps the chain over k of every other path, so a row of a product
// has the same bits whether it is computed alone or among others. Its price is shuffles that dot products would not
// need: measured against them in float32, 0.6 of their speed while M fits the second-level cache (0.2 MB), 0.9 at 9
// MB, no clear difference at 268 MB and above.

import { madd } from './gemm-tile';

/** Columns finished at a time; their sums wait in scratch. Long strips read contiguous rows nearly whole. */
export const VECTOR_COLUMNS: i32 = 2048;

/** sums[0..n) ← sums + x[0..8)·M[0..8), rows contiguous; eight links of every chain in one pass. */
// @ts-ignore: decorator
@inline
function addRows8<T>(sums: usize, x: usize, xStep: usize, matrix: usize, kStep: usize, n: i32): void {
  const x0 = v128.load_splat<T>(x);
  const x1 = v128.load_splat<T>(x + xStep);
  const x2 = v128.load_splat<T>(x + 2 * xStep);
  const x3 = v128.load_splat<T>(x + 3 * xStep);
  const x4 = v128.load_splat<T>(x + 4 * xStep);
  const x5 = v128.load_splat<T>(x + 5 * xStep);
  const x6 = v128.load_splat<T>(x + 6 * xStep);
  const x7 = v128.load_splat<T>(x + 7 * xStep);
  const lanes = 16 / <i32>sizeof<T>();
  for (; n >= 2 * lanes; n -= 2 * lanes) {
    let row = matrix;
    let low = madd<T>(x0, v128.load(row), v128.load(sums));
    let high = madd<T>(x0, v128.load(row, 16), v128.load(sums, 16));
    row += kStep;
    low = madd<T>(x1, v128.load(row), low);
    high = madd<T>(x1, v128.load(row, 16), high);
    row += kStep;
    low = madd<T>(x2, v128.load(row), low);
    high = madd<T>(x2, v128.load(row, 16), high);
    row += kStep;
    low = madd<T>(x3, v128.load(row), low);
    high = madd<T>(x3, v128.load(row, 16), high);
    row += kStep;
    low = madd<T>(x4, v128.load(row), low);
    high = madd<T>(x4, v128.load(row, 16), high);
    row += kStep;
    low = madd<T>(x5, v128.load(row), low);
    high = madd<T>(x5, v128.load(row, 16), high);
    row += kStep;
    low = madd<T>(x6, v128.load(row), low);
    high = madd<T>(x6, v128.load(row, 16), high);
    row += kStep;
    v128.store(sums, madd<T>(x7, v128.load(row), low));
    v128.store(sums, madd<T>(x7, v128.load(row, 16), high), 16);
    sums += 32;
    matrix += 32;
  }
  for (; n > 0; --n) {
    let row = matrix;
    let sum = madd<T>(x0, v128.load_splat<T>(row), v128.load_splat<T>(sums));
    sum = madd<T>(x1, v128.load_splat<T>((row += kStep)), sum);
    sum = madd<T>(x2, v128.load_splat<T>((row += kStep)), sum);
    sum = madd<T>(x3, v128.load_splat<T>((row += kStep)), sum);
    sum = madd<T>(x4, v128.load_splat<T>((row += kStep)), sum);
    sum = madd<T>(x5, v128.load_splat<T>((row += kStep)), sum);
    sum = madd<T>(x6, v128.load_splat<T>((row += kStep)), sum);
    sum = madd<T>(x7, v128.load_splat<T>((row += kStep)), sum);
    v128.store_lane<T>(sums, sum, 0);
    sums += sizeof<T>();
    matrix += sizeof<T>();
  }
}

/** sums[0..n) ← x·M for contiguous rows. */
function sumRows<T>(sums: usize, x: usize, xStep: usize, matrix: usize, kStep: usize, n: i32, k: i32): void {
  memory.fill(sums, 0, <usize>n * sizeof<T>());
  for (; k >= 8; k -= 8) {
    addRows8<T>(sums, x, xStep, matrix, kStep, n);
    x += 8 * xStep;
    matrix += 8 * kStep;
  }
  const lanes = 16 / <i32>sizeof<T>();
  for (; k > 0; --k) {
    const scale = v128.load_splat<T>(x);
    let j = 0;
    for (; j + lanes <= n; j += lanes) {
      const at = <usize>j * sizeof<T>();
      v128.store(sums + at, madd<T>(scale, v128.load(matrix + at), v128.load(sums + at)));
    }
    for (; j < n; ++j) {
      const at = <usize>j * sizeof<T>();
      const sum = madd<T>(scale, v128.load_splat<T>(matrix + at), v128.load_splat<T>(sums + at));
      v128.store_lane<T>(sums + at, sum, 0);
    }
    x += xStep;
    matrix += kStep;
  }
}

/** One link of the chains of 16 bytes' worth of columns, `nStep` apart; `last` is the furthest lane that exists. */
// @ts-ignore: decorator
@inline
function addStrided<T>(sum: v128, x: usize, matrix: usize, nStep: usize, last: usize): v128 {
  let row = v128.load_splat<T>(matrix);
  row = v128.load_lane<T>(matrix + min<usize>(1, last) * nStep, row, 1);
  if (sizeof<T>() == 4) {
    row = v128.load_lane<T>(matrix + min<usize>(2, last) * nStep, row, 2);
    row = v128.load_lane<T>(matrix + min<usize>(3, last) * nStep, row, 3);
  }
  return madd<T>(v128.load_splat<T>(x), row, sum);
}

/** Four links of the chains of four float columns, k contiguous. */
// @ts-ignore: decorator
@inline
function addBlock4(sum: v128, x0: v128, x1: v128, x2: v128, x3: v128, matrix: usize, nStep: usize): v128 {
  const m0 = v128.load(matrix);
  const m1 = v128.load(matrix + nStep);
  const m2 = v128.load(matrix + 2 * nStep);
  const m3 = v128.load(matrix + 3 * nStep);
  const low01 = v128.shuffle<f32>(m0, m1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(m2, m3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(m0, m1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(m2, m3, 2, 6, 3, 7);
  sum = madd<f32>(x0, v128.shuffle<f64>(low01, low23, 0, 2), sum);
  sum = madd<f32>(x1, v128.shuffle<f64>(low01, low23, 1, 3), sum);
  sum = madd<f32>(x2, v128.shuffle<f64>(high01, high23, 0, 2), sum);
  return madd<f32>(x3, v128.shuffle<f64>(high01, high23, 1, 3), sum);
}

/** Two links of the chains of two double columns, k contiguous. */
// @ts-ignore: decorator
@inline
function addBlock2(sum: v128, x0: v128, x1: v128, matrix: usize, nStep: usize): v128 {
  const m0 = v128.load(matrix);
  const m1 = v128.load(matrix + nStep);
  sum = madd<f64>(x0, v128.shuffle<f64>(m0, m1, 0, 2), sum);
  return madd<f64>(x1, v128.shuffle<f64>(m0, m1, 1, 3), sum);
}

/** sums[0..n) ← x·M for columns contiguous along k, four vectors of columns at a time so that four chains overlap. */
function sumColumns<T>(sums: usize, x: usize, xStep: usize, matrix: usize, nStep: usize, n: i32, k: i32): void {
  const lanes = 16 / <i32>sizeof<T>();
  const group = <usize>lanes * nStep;
  let j = 0;
  for (; j + 4 * lanes <= n; j += 4 * lanes) {
    let s0 = v128.splat<T>(<T>0), s1 = s0, s2 = s0, s3 = s0;
    let at = matrix;
    let xAt = x;
    let left = k;
    for (; left >= lanes; left -= lanes) {
      const x0 = v128.load_splat<T>(xAt);
      const x1 = v128.load_splat<T>(xAt + xStep);
      if (sizeof<T>() == 4) {
        const x2 = v128.load_splat<T>(xAt + 2 * xStep);
        const x3 = v128.load_splat<T>(xAt + 3 * xStep);
        s0 = addBlock4(s0, x0, x1, x2, x3, at, nStep);
        s1 = addBlock4(s1, x0, x1, x2, x3, at + group, nStep);
        s2 = addBlock4(s2, x0, x1, x2, x3, at + 2 * group, nStep);
        s3 = addBlock4(s3, x0, x1, x2, x3, at + 3 * group, nStep);
      } else {
        s0 = addBlock2(s0, x0, x1, at, nStep);
        s1 = addBlock2(s1, x0, x1, at + group, nStep);
        s2 = addBlock2(s2, x0, x1, at + 2 * group, nStep);
        s3 = addBlock2(s3, x0, x1, at + 3 * group, nStep);
      }
      at += 16;
      xAt += <usize>lanes * xStep;
    }
    for (; left > 0; --left) {
      const last = <usize>lanes - 1;
      s0 = addStrided<T>(s0, xAt, at, nStep, last);
      s1 = addStrided<T>(s1, xAt, at + group, nStep, last);
      s2 = addStrided<T>(s2, xAt, at + 2 * group, nStep, last);
      s3 = addStrided<T>(s3, xAt, at + 3 * group, nStep, last);
      at += sizeof<T>();
      xAt += xStep;
    }
    v128.store(sums, s0);
    v128.store(sums, s1, 16);
    v128.store(sums, s2, 32);
    v128.store(sums, s3, 48);
    sums += 64;
    matrix += 4 * group;
  }
  sumStrided<T>(sums, x, xStep, matrix, sizeof<T>(), nStep, n - j, k);
}

/** sums[0..n) ← x·M for any strides; writes whole vectors, so the sums are padded to one. */
function sumStrided<T>(
  sums: usize, x: usize, xStep: usize, matrix: usize, kStep: usize, nStep: usize, n: i32, k: i32,
): void {
  const lanes = 16 / <i32>sizeof<T>();
  for (; n > 0; n -= lanes) {
    const last = <usize>min(n, lanes) - 1;
    let sum = v128.splat<T>(<T>0);
    for (let p = 0; p < k; ++p) {
      sum = addStrided<T>(sum, x + <usize>p * xStep, matrix + <usize>p * kStep, nStep, last);
    }
    v128.store(sums, sum);
    sums += 16;
    matrix += <usize>lanes * nStep;
  }
}

/**
 * y[j] ← from[j] + Σ x[p]·M[p, j], k summed in blocks of `kBlock` as everywhere in gemm. Strides are in bytes; `from`
 * = 0 is zeros, `fromStep` = 0 one bias for all. scratch holds VECTOR_COLUMNS elements.
 */
export function vectorProduct<T>(
  y: usize, yStep: usize, from: usize, fromStep: usize, x: usize, xStep: usize,
  matrix: usize, kStep: usize, nStep: usize, n: i32, k: i32, kBlock: i32, scratch: usize,
): void {
  // Columns contiguous along k are finished few at a time, so that each is read to its end before the next are begun.
  const strip = nStep == sizeof<T>() ? VECTOR_COLUMNS : 32;
  for (let j = 0; j < n; j += strip) {
    const columns = min(n - j, strip);
    const out = y + <usize>j * yStep;
    let base = from ? from + <usize>j * fromStep : 0;
    let baseStep = fromStep;
    for (let p = 0; p < k; p += kBlock) {
      const depth = min(k - p, kBlock);
      const xAt = x + <usize>p * xStep;
      const at = matrix + <usize>p * kStep + <usize>j * nStep;
      if (nStep == sizeof<T>()) sumRows<T>(scratch, xAt, xStep, at, kStep, columns, depth);
      else if (kStep == sizeof<T>()) sumColumns<T>(scratch, xAt, xStep, at, nStep, columns, depth);
      else sumStrided<T>(scratch, xAt, xStep, at, kStep, nStep, columns, depth);
      for (let i = 0; i < columns; ++i) {
        const sum = load<T>(scratch + <usize>i * sizeof<T>());
        store<T>(out + <usize>i * yStep, base ? load<T>(base + <usize>i * baseStep) + sum : sum);
      }
      base = out;
      baseStep = yStep;
    }
  }
}
