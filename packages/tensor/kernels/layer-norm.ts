import { loadPart, storePart } from './partial';
import { Identity, laneMask, sumRow } from './row';
import { madd4 } from './vector';

// Layer norm over the rows of a contiguous [rows, n] block, where wanted of a sum: s = x + r, x̂ = (s - mean)·rstd, y = x̂·weight + bias.
// The variance is Σ (s - mean)² / n in a second pass over the cached row, never E[s²] - mean². Forward keeps mean and rstd
// of each row; backward rebuilds x̂ from them.
//
// Eight rows at a time go through every step: the chain of additions at the end of one row's sum runs beside the next row's, and
// backward finds dy and x still in the first cache when it adds up the gradients of weight and bias.

const GROUP: i32 = 8;

/** Rows whose weight and bias gradients are added up before they join the total. */
const RUN: i32 = 32;

/** x + r, stored and summed. */
// @ts-ignore: decorator
@unmanaged @final
class Added {
  // @ts-ignore: decorator
  @inline v(x: v128, r: v128, _c: v128): v128 { return f32x4.add(x, r); }
  // @ts-ignore: decorator
  @inline stores(): bool { return true; }
}

/** (x - mean)² */
// @ts-ignore: decorator
@unmanaged @final
class SquaredDeviation {
  // @ts-ignore: decorator
  @inline v(x: v128, _y: v128, mean: v128): v128 {
    const d = f32x4.sub(x, mean);
    return f32x4.mul(d, d);
  }
  // @ts-ignore: decorator
  @inline stores(): bool { return false; }
}

// @ts-ignore: decorator
@inline
function normalized(x: v128, mean: v128, rstd: v128, weight: v128, bias: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.mul(f32x4.sub(x, mean), rstd), weight), bias);
}

/** y of one row. */
function normalizeRow(y: usize, x: usize, weight: usize, bias: usize, n: i32, mean: f32, rstd: f32): void {
  const mu = f32x4.splat(mean);
  const rs = f32x4.splat(rstd);
  for (; n >= 8; n -= 8, y += 32, x += 32, weight += 32, bias += 32) {
    v128.store(y, normalized(v128.load(x), mu, rs, v128.load(weight), v128.load(bias)));
    v128.store(y, normalized(v128.load(x, 16), mu, rs, v128.load(weight, 16), v128.load(bias, 16)), 16);
  }
  if (n >= 4) {
    v128.store(y, normalized(v128.load(x), mu, rs, v128.load(weight), v128.load(bias)));
    n -= 4, y += 16, x += 16, weight += 16, bias += 16;
  }
  if (n) {
    const last = normalized(loadPart<f32>(x, n), mu, rs, loadPart<f32>(weight, n), loadPart<f32>(bias, n));
    storePart<f32>(y, last, n);
  }
}

/**
 * y = x̂·weight + bias, mean and rstd = 1/√(var + eps) of every row, and sum = x + r where r is not 0 (absent); y may equal what
 * is normalised.
 */
export function layerNorm_f32(
  y: usize, mean: usize, rstd: usize, sum: usize, x: usize, r: usize, weight: usize, bias: usize, rows: i32, n: i32, eps: f32,
): void {
  const bytes = <usize>n << 2;
  const scale = 1 / <f64>n;
  const zero = f32x4.splat(0);
  const from = r ? sum : x;
  for (let begin = 0; begin < rows; begin += GROUP) {
    const end = min(rows, begin + GROUP);
    for (let row = begin; row < end; row++) {
      const at = <usize>row * bytes;
      const total = r ? sumRow<Added>(sum + at, x + at, r + at, n, zero) : sumRow<Identity>(0, x + at, x + at, n, zero);
      store<f32>(mean + (<usize>row << 2), <f32>(total * scale));
    }
    for (let row = begin; row < end; row++) {
      const at = from + <usize>row * bytes;
      const cell = <usize>row << 2;
      const spread = sumRow<SquaredDeviation>(0, at, at, n, v128.load32_splat(mean + cell)) * scale;
      store<f32>(rstd + cell, <f32>(1 / sqrt<f64>(spread + <f64>eps)));
    }
    for (let row = begin; row < end; row++) {
      const at = <usize>row * bytes;
      const cell = <usize>row << 2;
      normalizeRow(y + at, from + at, weight, bias, n, load<f32>(mean + cell), load<f32>(rstd + cell));
    }
  }
}

/** Σ g and Σ g·(x - mean) of a row, with g = dy·weight. Both are added up in the order of sumRow. */
// @ts-ignore: decorator
@inline
function gradientSums(dy: usize, x: usize, weight: usize, n: i32, mean: v128): v128 {
  let total = f64x2.splat(0);
  while (n > 0) {
    const size = min(n, 512);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    let i = size;
    for (; i >= 16; i -= 16) {
      let g = f32x4.mul(v128.load(dy), v128.load(weight));
      s0 = f32x4.add(s0, g);
      t0 = f32x4.add(t0, f32x4.mul(g, f32x4.sub(v128.load(x), mean)));
      g = f32x4.mul(v128.load(dy, 16), v128.load(weight, 16));
      s1 = f32x4.add(s1, g);
      t1 = f32x4.add(t1, f32x4.mul(g, f32x4.sub(v128.load(x, 16), mean)));
      g = f32x4.mul(v128.load(dy, 32), v128.load(weight, 32));
      s2 = f32x4.add(s2, g);
      t2 = f32x4.add(t2, f32x4.mul(g, f32x4.sub(v128.load(x, 32), mean)));
      g = f32x4.mul(v128.load(dy, 48), v128.load(weight, 48));
      s3 = f32x4.add(s3, g);
      t3 = f32x4.add(t3, f32x4.mul(g, f32x4.sub(v128.load(x, 48), mean)));
      dy += 64, x += 64, weight += 64;
    }
    for (; i >= 4; i -= 4, dy += 16, x += 16, weight += 16) {
      const g = f32x4.mul(v128.load(dy), v128.load(weight));
      s0 = f32x4.add(s0, g);
      t0 = f32x4.add(t0, f32x4.mul(g, f32x4.sub(v128.load(x), mean)));
    }
    if (i) {
      const g = f32x4.mul(loadPart<f32>(dy, i), loadPart<f32>(weight, i));
      s1 = f32x4.add(s1, v128.and(g, laneMask(i)));
      t1 = f32x4.add(t1, v128.and(f32x4.mul(g, f32x4.sub(loadPart<f32>(x, i), mean)), laneMask(i)));
    }
    const s = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
    const t = f32x4.add(f32x4.add(t0, t1), f32x4.add(t2, t3));
    // sum4 of both: (s0 + s2) + (s1 + s3) beside (t0 + t2) + (t1 + t3).
    const pairs = f32x4.add(v128.shuffle<f32>(s, t, 0, 4, 1, 5), v128.shuffle<f32>(s, t, 2, 6, 3, 7));
    const sums = f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 2, 3, 0, 1));
    total = f64x2.add(total, f64x2.promote_low_f32x4(sums));
    n -= size;
  }
  return total;
}

/** rstd·(g - mean(g) - x̂·mean(g·x̂)) */
// @ts-ignore: decorator
@inline
function slope(dy: v128, x: v128, weight: v128, mean: v128, rstd: v128, meanG: v128, meanGX: v128): v128 {
  const normal = f32x4.mul(f32x4.sub(x, mean), rstd);
  return f32x4.mul(rstd, f32x4.sub(f32x4.sub(f32x4.mul(dy, weight), meanG), f32x4.mul(normal, meanGX)));
}

function backwardRow(dx: usize, dy: usize, ds: usize, x: usize, weight: usize, mean: f32, rstd: f32, n: i32): void {
  const mu = f32x4.splat(mean);
  const rs = f32x4.splat(rstd);
  const sums = gradientSums(dy, x, weight, n, mu);
  const scale = 1 / <f64>n;
  const meanG = f32x4.splat(<f32>(f64x2.extract_lane(sums, 0) * scale));
  const meanGX = f32x4.splat(<f32>(f64x2.extract_lane(sums, 1) * <f64>rstd * scale));
  for (; n >= 4; n -= 4, dx += 16, dy += 16, x += 16, weight += 16) {
    let d = slope(v128.load(dy), v128.load(x), v128.load(weight), mu, rs, meanG, meanGX);
    if (ds) {
      d = f32x4.add(d, v128.load(ds));
      ds += 16;
    }
    v128.store(dx, d);
  }
  if (n) {
    let d = slope(loadPart<f32>(dy, n), loadPart<f32>(x, n), loadPart<f32>(weight, n), mu, rs, meanG, meanGX);
    if (ds) d = f32x4.add(d, loadPart<f32>(ds, n));
    storePart<f32>(dx, d, n);
  }
}

/** The last vector of a row may be incomplete: `rest` lanes of it exist. */
// @ts-ignore: decorator
@inline
function loadLast(from: usize, rest: i32): v128 {
  return rest ? loadPart<f32>(from, rest) : v128.load(from);
}

/** dWeight += Σ dy·x̂ and dBias += Σ dy over some rows, in row order; both [n]. */
function addWeightGradients(dWeight: usize, dy: usize, x: usize, mean: usize, rstd: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2;
  const end = mean + (<usize>rows << 2);
  const dBias = dWeight + bytes;
  const beside = rstd - mean;
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) {
    const to = dWeight + at;
    const toBias = dBias + at;
    let w0 = v128.load(to), w1 = v128.load(to, 16), w2 = v128.load(to, 32), w3 = v128.load(to, 48);
    let b0 = v128.load(toBias), b1 = v128.load(toBias, 16), b2 = v128.load(toBias, 32), b3 = v128.load(toBias, 48);
    let u = dy + at;
    let v = x + at;
    for (let cell = mean; cell < end; cell += 4, u += bytes, v += bytes) {
      const mu = v128.load32_splat(cell);
      const rs = v128.load32_splat(cell + beside);
      const g0 = v128.load(u), g1 = v128.load(u, 16), g2 = v128.load(u, 32), g3 = v128.load(u, 48);
      w0 = madd4(g0, f32x4.mul(f32x4.sub(v128.load(v), mu), rs), w0);
      w1 = madd4(g1, f32x4.mul(f32x4.sub(v128.load(v, 16), mu), rs), w1);
      w2 = madd4(g2, f32x4.mul(f32x4.sub(v128.load(v, 32), mu), rs), w2);
      w3 = madd4(g3, f32x4.mul(f32x4.sub(v128.load(v, 48), mu), rs), w3);
      b0 = f32x4.add(b0, g0);
      b1 = f32x4.add(b1, g1);
      b2 = f32x4.add(b2, g2);
      b3 = f32x4.add(b3, g3);
    }
    v128.store(to, w0);
    v128.store(to, w1, 16);
    v128.store(to, w2, 32);
    v128.store(to, w3, 48);
    v128.store(toBias, b0);
    v128.store(toBias, b1, 16);
    v128.store(toBias, b2, 32);
    v128.store(toBias, b3, 48);
  }
  for (; at < bytes; at += 16) {
    const part = min(<i32>(bytes - at) >> 2, 4) & 3;
    let w = loadLast(dWeight + at, part), b = loadLast(dBias + at, part);
    let u = dy + at;
    let v = x + at;
    for (let cell = mean; cell < end; cell += 4, u += bytes, v += bytes) {
      const g = loadLast(u, part);
      const normal = f32x4.mul(f32x4.sub(loadLast(v, part), v128.load32_splat(cell)), v128.load32_splat(cell + beside));
      w = madd4(g, normal, w);
      b = f32x4.add(b, g);
    }
    if (part) {
      storePart<f32>(dWeight + at, w, part);
      storePart<f32>(dBias + at, b, part);
    } else {
      v128.store(dWeight + at, w);
      v128.store(dBias + at, b);
    }
  }
}

/**
 * dx = ds + rstd·(g - mean(g) - x̂·mean(g·x̂)) with g = dy·weight, overwritten; ds may be 0 (absent). Where `runs` is not 0 it
 * gets [⌈rows/32⌉, 2, n]: Σ dy·x̂ and Σ dy of every 32 rows, for layerNormTotals. A cut between two runs changes no bit.
 * dx must not overlap dy or x.
 */
export function layerNormBackward_f32(
  dx: usize, runs: usize, dy: usize, ds: usize, x: usize, weight: usize, mean: usize, rstd: usize, rows: i32, n: i32,
): void {
  const bytes = <usize>n << 2;
  for (let begin = 0; begin < rows; begin += GROUP) {
    const end = min(rows, begin + GROUP);
    for (let row = begin; row < end; row++) {
      const at = <usize>row * bytes;
      const cell = <usize>row << 2;
      const s = ds ? ds + at : 0;
      backwardRow(dx + at, dy + at, s, x + at, weight, load<f32>(mean + cell), load<f32>(rstd + cell), n);
    }
    if (runs) {
      const run = runs + <usize>(begin / RUN) * bytes * 2;
      if (begin % RUN == 0) memory.fill(run, 0, bytes * 2);
      const at = <usize>begin * bytes;
      const cell = <usize>begin << 2;
      addWeightGradients(run, dy + at, x + at, mean + cell, rstd + cell, end - begin, n);
    }
  }
}

/** dWeight and dBias, both [n]: the sums of `count` runs of rows, added up in their order. */
export function layerNormTotals_f32(dWeight: usize, dBias: usize, runs: usize, count: i32, n: i32): void {
  for (let i: usize = 0, bytes = <usize>n << 2; i < bytes; i += 4) {
    let w: f32 = 0, b: f32 = 0;
    let run = runs + i;
    for (let k = 0; k < count; k++, run += bytes * 2) {
      w += load<f32>(run);
      b += load<f32>(run + bytes);
    }
    store<f32>(dWeight + i, w);
    store<f32>(dBias + i, b);
  }
}
