import { loadPart, storePart } from './partial';
import { Identity, sumRow } from './row';
import { madd4 } from './vector';

// Layer norm over the rows of a contiguous [rows, n] block: x̂ = (x - mean)·rstd, y = x̂·weight + bias.
// The variance is Σ (x - mean)² / n in a second pass over the cached row, never E[x²] - mean². Forward keeps mean and rstd
// of each row; backward rebuilds x̂ from them.

/** Rows whose weight and bias gradients are summed in registers before they join the total. */
const RUN: i32 = 32;

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

/** dy·weight, summed; c is unused. */
// @ts-ignore: decorator
@unmanaged @final
class Weighted {
  // @ts-ignore: decorator
  @inline v(dy: v128, weight: v128, _c: v128): v128 { return f32x4.mul(dy, weight); }
  // @ts-ignore: decorator
  @inline stores(): bool { return true; }
}

// @ts-ignore: decorator
@unmanaged @final
class Copied {
  // @ts-ignore: decorator
  @inline v(dy: v128, _y: v128, _c: v128): v128 { return dy; }
  // @ts-ignore: decorator
  @inline stores(): bool { return true; }
}

/** g·(x - mean), summed. */
// @ts-ignore: decorator
@unmanaged @final
class DeviationProduct {
  // @ts-ignore: decorator
  @inline v(g: v128, x: v128, mean: v128): v128 { return f32x4.mul(g, f32x4.sub(x, mean)); }
  // @ts-ignore: decorator
  @inline stores(): bool { return false; }
}

/** The last vector of a row may be incomplete: `rest` lanes of it exist. */
// @ts-ignore: decorator
@inline
function loadLast(from: usize, rest: i32): v128 {
  return rest ? loadPart<f32>(from, rest) : v128.load(from);
}

/** y = x̂·weight + bias, mean and rstd = 1/√(var + eps) per row; weight and bias may be 0 (absent); out may equal x. */
export function layerNorm_f32(
  out: usize, mean: usize, rstd: usize, x: usize, weight: usize, bias: usize, rows: i32, n: i32, eps: f32,
): void {
  const bytes = <usize>n << 2;
  const whole = <usize>(n & ~3) << 2;
  const rest = n & 3;
  const scale = 1 / <f64>n;
  for (; rows > 0; rows--, out += bytes, x += bytes, mean += 4, rstd += 4) {
    const m = <f32>(sumRow<Identity>(0, x, x, n, f32x4.splat(0)) * scale);
    const mu = f32x4.splat(m);
    const r = <f32>(1 / sqrt<f64>(sumRow<SquaredDeviation>(0, x, x, n, mu) * scale + <f64>eps));
    store<f32>(mean, m);
    store<f32>(rstd, r);
    const rs = f32x4.splat(r);
    let i: usize = 0;
    for (; i < whole; i += 16) {
      let y = f32x4.mul(f32x4.sub(v128.load(x + i), mu), rs);
      if (weight) y = f32x4.mul(y, v128.load(weight + i));
      if (bias) y = f32x4.add(y, v128.load(bias + i));
      v128.store(out + i, y);
    }
    if (rest) {
      let y = f32x4.mul(f32x4.sub(loadPart<f32>(x + i, rest), mu), rs);
      if (weight) y = f32x4.mul(y, loadPart<f32>(weight + i, rest));
      if (bias) y = f32x4.add(y, loadPart<f32>(bias + i, rest));
      storePart<f32>(out + i, y, rest);
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
class RowGradient {
  // @ts-ignore: decorator
  @inline v(g: v128, x: v128, mean: v128, rstd: v128, meanG: v128, meanGX: v128): v128 {
    const normal = f32x4.mul(f32x4.sub(x, mean), rstd);
    return f32x4.mul(rstd, f32x4.sub(f32x4.sub(g, meanG), f32x4.mul(normal, meanGX)));
  }
}

/** dx = rstd·(g - mean(g) - x̂·mean(g·x̂)) with g = dy·weight; g stands in dx until the row's two means are known. */
function inputGradient(dx: usize, dy: usize, x: usize, weight: usize, mean: usize, rstd: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2;
  const whole = <usize>(n & ~3) << 2;
  const rest = n & 3;
  const scale = 1 / <f64>n;
  const op = changetype<RowGradient>(0);
  for (; rows > 0; rows--, dx += bytes, dy += bytes, x += bytes, mean += 4, rstd += 4) {
    const mu = v128.load32_splat(mean);
    const rs = v128.load32_splat(rstd);
    const sumG = weight ? sumRow<Weighted>(dx, dy, weight, n, mu) : sumRow<Copied>(dx, dy, dy, n, mu);
    const sumGX = sumRow<DeviationProduct>(0, dx, x, n, mu) * <f64>load<f32>(rstd);
    const meanG = f32x4.splat(<f32>(sumG * scale));
    const meanGX = f32x4.splat(<f32>(sumGX * scale));
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(dx + i, op.v(v128.load(dx + i), v128.load(x + i), mu, rs, meanG, meanGX));
    if (rest) {
      const last = op.v(loadPart<f32>(dx + i, rest), loadPart<f32>(x + i, rest), mu, rs, meanG, meanGX);
      storePart<f32>(dx + i, last, rest);
    }
  }
}

/** dWeight and dBias of four columns (or the last `part`): runs of 32 rows, then the runs, in row order. */
// @ts-ignore: decorator
@inline
function columns4(
  dWeight: usize, dBias: usize, dy: usize, x: usize, mean: usize, rstd: usize, rows: i32, bytes: usize, part: i32,
): void {
  let weightTotal = f32x4.splat(0), biasTotal = weightTotal;
  for (let row = 0; row < rows; ) {
    let w = f32x4.splat(0), b = w;
    for (const end = min(rows, row + RUN); row < end; row++, dy += bytes, x += bytes, mean += 4, rstd += 4) {
      const g = loadLast(dy, part);
      const normal = f32x4.mul(f32x4.sub(loadLast(x, part), v128.load32_splat(mean)), v128.load32_splat(rstd));
      w = madd4(g, normal, w);
      b = f32x4.add(b, g);
    }
    weightTotal = f32x4.add(weightTotal, w);
    biasTotal = f32x4.add(biasTotal, b);
  }
  if (part) {
    storePart<f32>(dWeight, weightTotal, part);
    storePart<f32>(dBias, biasTotal, part);
  } else {
    v128.store(dWeight, weightTotal);
    v128.store(dBias, biasTotal);
  }
}

/** Sixteen columns at once: a whole cache line of each row is used while it is there. Same order as columns4. */
// @ts-ignore: decorator
@inline
function columns16(
  dWeight: usize, dBias: usize, dy: usize, x: usize, mean: usize, rstd: usize, rows: i32, bytes: usize,
): void {
  const zero = f32x4.splat(0);
  memory.fill(dWeight, 0, 64);
  memory.fill(dBias, 0, 64);
  for (let row = 0; row < rows; ) {
    let w0 = zero, w1 = zero, w2 = zero, w3 = zero, b0 = zero, b1 = zero, b2 = zero, b3 = zero;
    for (const end = min(rows, row + RUN); row < end; row++, dy += bytes, x += bytes, mean += 4, rstd += 4) {
      const mu = v128.load32_splat(mean);
      const rs = v128.load32_splat(rstd);
      const g0 = v128.load(dy), g1 = v128.load(dy, 16), g2 = v128.load(dy, 32), g3 = v128.load(dy, 48);
      w0 = madd4(g0, f32x4.mul(f32x4.sub(v128.load(x), mu), rs), w0);
      w1 = madd4(g1, f32x4.mul(f32x4.sub(v128.load(x, 16), mu), rs), w1);
      w2 = madd4(g2, f32x4.mul(f32x4.sub(v128.load(x, 32), mu), rs), w2);
      w3 = madd4(g3, f32x4.mul(f32x4.sub(v128.load(x, 48), mu), rs), w3);
      b0 = f32x4.add(b0, g0);
      b1 = f32x4.add(b1, g1);
      b2 = f32x4.add(b2, g2);
      b3 = f32x4.add(b3, g3);
    }
    addTo16(dWeight, w0, w1, w2, w3);
    addTo16(dBias, b0, b1, b2, b3);
  }
}

// @ts-ignore: decorator
@inline
function addTo16(at: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(at, f32x4.add(v128.load(at), a));
  v128.store(at, f32x4.add(v128.load(at, 16), b), 16);
  v128.store(at, f32x4.add(v128.load(at, 32), c), 32);
  v128.store(at, f32x4.add(v128.load(at, 48), d), 48);
}

/** dx as in inputGradient, overwritten; weight may be 0 (absent). dx must not overlap dy or x. */
export function layerNormBackward_f32(
  dx: usize, dy: usize, x: usize, weight: usize, mean: usize, rstd: usize, rows: i32, n: i32,
): void {
  inputGradient(dx, dy, x, weight, mean, rstd, rows, n);
}

/**
 * dWeight = Σ dy·x̂ and dBias = Σ dy over the rows, overwritten, for `columns` of the n columns; all addresses but those of the
 * statistics are of the first of these columns. A cut at a multiple of 16 changes no bit.
 */
export function layerNormWeightBackward_f32(
  dWeight: usize, dBias: usize, dy: usize, x: usize, mean: usize, rstd: usize, rows: i32, n: i32, columns: i32,
): void {
  const bytes = <usize>n << 2;
  let column = 0;
  for (; column + 16 <= columns; column += 16) {
    const at = <usize>column << 2;
    columns16(dWeight + at, dBias + at, dy + at, x + at, mean, rstd, rows, bytes);
  }
  for (; column < columns; column += 4) {
    const at = <usize>column << 2;
    columns4(dWeight + at, dBias + at, dy + at, x + at, mean, rstd, rows, bytes, min(columns - column, 4) & 3);
  }
}
