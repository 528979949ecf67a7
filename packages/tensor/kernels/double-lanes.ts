// Functions of float32 that are evaluated in float64, two lanes at a time: a short Taylor polynomial in double precision
// then rounds to within 0.51 ulp of the truth, and argument reduction needs no second word.
import { madd2 } from './vector';

/** 1.5·2⁵²: adding it rounds a moderate double to an integer, left in the low bits of the sum. */
const ROUND: f64 = 6755399441055744;
/** π/2 = HALF_PI_HEAD + HALF_PI_TAIL; the head has 33 bits, so n times it is exact for |n| ≤ 2²⁰. */
const HALF_PI_HEAD: f64 = 1.5707963267341256;
const HALF_PI_TAIL: f64 = 6.077100506506192e-11;
/** The bound of that reduction, with a margin: n·π/2 < 2²⁰·π/2. */
export const WIDE: f32 = 1.6e6;

// @ts-ignore: decorator
@inline
export function lowHalf(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

// @ts-ignore: decorator
@inline
export function highHalf(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
}

/** Four floats from two pairs of doubles. */
// @ts-ignore: decorator
@inline
export function join(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** The quadrant n = round(x·2/π), as an integer in the low bits. */
// @ts-ignore: decorator
@inline
export function quadrant(x: v128): v128 {
  return madd2(x, f64x2.splat(0.6366197723675814), f64x2.splat(ROUND));
}

/** x - n·π/2. */
// @ts-ignore: decorator
@inline
export function reduced(x: v128, quadrants: v128): v128 {
  const n = f64x2.sub(quadrants, f64x2.splat(ROUND));
  return madd2(n, f64x2.splat(-HALF_PI_TAIL), madd2(n, f64x2.splat(-HALF_PI_HEAD), x));
}

/** sin r on |r| ≤ π/4: Taylor to r¹¹, truncated at 7e-12. r multiplies last, so that -0 stays -0. */
// @ts-ignore: decorator
@inline
export function sinReduced(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = madd2(z, f64x2.splat(-1.0 / 39916800), f64x2.splat(1.0 / 362880));
  p = madd2(z, p, f64x2.splat(-1.0 / 5040));
  p = madd2(z, p, f64x2.splat(1.0 / 120));
  p = madd2(z, p, f64x2.splat(-1.0 / 6));
  return f64x2.mul(r, madd2(z, p, f64x2.splat(1)));
}

/** cos r on |r| ≤ π/4: Taylor to r¹², truncated at 4e-13. */
// @ts-ignore: decorator
@inline
export function cosReduced(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = madd2(z, f64x2.splat(1.0 / 479001600), f64x2.splat(-1.0 / 3628800));
  p = madd2(z, p, f64x2.splat(1.0 / 40320));
  p = madd2(z, p, f64x2.splat(-1.0 / 720));
  p = madd2(z, p, f64x2.splat(1.0 / 24));
  p = madd2(z, p, f64x2.splat(-0.5));
  return madd2(z, p, f64x2.splat(1));
}

/**
 * log2 of two positive normal doubles, relative error 1.3e-12.
 *
 * x = 2^k·m with m in [√½, √2); log2 m = 2/ln 2 · atanh s, s = (m-1)/(m+1), |s| ≤ 0.172: seven terms of the series.
 */
// @ts-ignore: decorator
@inline
export function log2Double(x: v128): v128 {
  const k = i64x2.shr_s(i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd)), 52);
  const m = i64x2.sub(x, i64x2.shl(k, 52));
  const kReal = f64x2.sub(i64x2.add(k, i64x2.splat(0x4338000000000000)), f64x2.splat(ROUND));
  const s = f64x2.div(f64x2.sub(m, f64x2.splat(1)), f64x2.add(m, f64x2.splat(1)));
  const z = f64x2.mul(s, s);
  let p = madd2(z, f64x2.splat(1.0 / 13), f64x2.splat(1.0 / 11));
  p = madd2(z, p, f64x2.splat(1.0 / 9));
  p = madd2(z, p, f64x2.splat(1.0 / 7));
  p = madd2(z, p, f64x2.splat(1.0 / 5));
  p = madd2(z, p, f64x2.splat(1.0 / 3));
  p = madd2(z, p, f64x2.splat(1));
  return madd2(f64x2.mul(s, p), f64x2.splat(2.8853900817779268), kReal);
}

/** 2^t of two doubles, relative error 7e-12; t is clamped to ±200, beyond the range of float32 either way. */
// @ts-ignore: decorator
@inline
export function exp2Double(t: v128): v128 {
  t = f64x2.max(f64x2.min(t, f64x2.splat(200)), f64x2.splat(-200));
  const shifted = f64x2.add(t, f64x2.splat(ROUND));
  const n = f64x2.sub(shifted, f64x2.splat(ROUND));
  const r = f64x2.mul(f64x2.sub(t, n), f64x2.splat(0.6931471805599453));
  let p = madd2(r, f64x2.splat(1.0 / 362880), f64x2.splat(1.0 / 40320));
  p = madd2(r, p, f64x2.splat(1.0 / 5040));
  p = madd2(r, p, f64x2.splat(1.0 / 720));
  p = madd2(r, p, f64x2.splat(1.0 / 120));
  p = madd2(r, p, f64x2.splat(1.0 / 24));
  p = madd2(r, p, f64x2.splat(1.0 / 6));
  p = madd2(r, p, f64x2.splat(0.5));
  p = madd2(r, p, f64x2.splat(1));
  p = madd2(r, p, f64x2.splat(1));
  return i64x2.add(p, i64x2.shl(shifted, 52));
}
