// Functions of float32 that are evaluated in float64, two lanes at a time: a short Taylor polynomial in double
// precision then rounds to within 0.51 ulp of the truth, and argument reduction needs no second word.
import { constant2 } from './constant';
import { madd2 } from './vector';

/** 1.5·2⁵²: adding it rounds a moderate double to an integer, left in the low bits of the sum. */
const ROUND = memory.data<f64>([6755399441055744]);
const ONE = memory.data<f64>([1]);
const TWO_OVER_PI = memory.data<f64>([0.6366197723675814]);
/** -π/2 in two parts; the first has 33 bits, so n times it is exact for |n| ≤ 2²⁰. */
const HALF_PI = memory.data<f64>([-1.5707963267341256, -6.077100506506192e-11]);
/** The bound of that reduction, with a margin: 2²⁰·π/2 is 1.647e6. */
export const WIDE: f32 = 1.6e6;

/** -1/11!, 1/9!, -1/7!, 1/5!, -1/3! */
const SIN = memory.data<f64>([-1 / 39916800.0, 1 / 362880.0, -1 / 5040.0, 1 / 120.0, -1 / 6.0]);
/** 1/12!, -1/10!, 1/8!, -1/6!, 1/4!, -1/2! */
const COS = memory.data<f64>([1 / 479001600.0, -1 / 3628800.0, 1 / 40320.0, -1 / 720.0, 1 / 24.0, -0.5]);
/** 1/13, 1/11, … 1/3 */
const ATANH = memory.data<f64>([1 / 13.0, 1 / 11.0, 1 / 9.0, 1 / 7.0, 1 / 5.0, 1 / 3.0]);
/** 1/9!, 1/8!, … 1/2! */
const EXP = memory.data<f64>([1 / 362880.0, 1 / 40320.0, 1 / 5040.0, 1 / 720.0, 1 / 120.0, 1 / 24.0, 1 / 6.0, 0.5]);
const LN_2 = memory.data<f64>([0.6931471805599453]);
const TWO_OVER_LN_2 = memory.data<f64>([2.8853900817779268]);
/** Beyond either end 2^t is beyond the range of float32. */
const EXP2_RANGE = memory.data<f64>([-200, 200]);
/** The bit patterns of √½ and of the double ROUND. */
const BITS = memory.data<i64>([0x3fe6a09e667f3bcd, 0x4338000000000000]);

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
  return madd2(x, constant2(TWO_OVER_PI), constant2(ROUND));
}

/** x - n·π/2. */
// @ts-ignore: decorator
@inline
export function reduced(x: v128, quadrants: v128): v128 {
  const n = f64x2.sub(quadrants, constant2(ROUND));
  return madd2(n, constant2(HALF_PI, 1), madd2(n, constant2(HALF_PI), x));
}

/** sin r on |r| ≤ π/4: Taylor to r¹¹, truncated at 7e-12. r multiplies last, so that -0 stays -0. */
// @ts-ignore: decorator
@inline
export function sinReduced(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = madd2(z, constant2(SIN), constant2(SIN, 1));
  p = madd2(z, p, constant2(SIN, 2));
  p = madd2(z, p, constant2(SIN, 3));
  p = madd2(z, p, constant2(SIN, 4));
  return f64x2.mul(r, madd2(z, p, constant2(ONE)));
}

/** cos r on |r| ≤ π/4: Taylor to r¹², truncated at 4e-13. */
// @ts-ignore: decorator
@inline
export function cosReduced(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = madd2(z, constant2(COS), constant2(COS, 1));
  p = madd2(z, p, constant2(COS, 2));
  p = madd2(z, p, constant2(COS, 3));
  p = madd2(z, p, constant2(COS, 4));
  p = madd2(z, p, constant2(COS, 5));
  return madd2(z, p, constant2(ONE));
}

/**
 * log2 of two positive normal doubles, relative error 1.3e-12.
 *
 * x = 2^k·m with m in [√½, √2); log2 m = 2/ln 2 · atanh s, s = (m-1)/(m+1), |s| ≤ 0.172: seven terms of the series.
 */
// @ts-ignore: decorator
@inline
export function log2Double(x: v128): v128 {
  const k = i64x2.shr_s(i64x2.sub(x, constant2(BITS)), 52);
  const m = i64x2.sub(x, i64x2.shl(k, 52));
  const kReal = f64x2.sub(i64x2.add(k, constant2(BITS, 1)), constant2(ROUND));
  const one = constant2(ONE);
  const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
  const z = f64x2.mul(s, s);
  let p = madd2(z, constant2(ATANH), constant2(ATANH, 1));
  p = madd2(z, p, constant2(ATANH, 2));
  p = madd2(z, p, constant2(ATANH, 3));
  p = madd2(z, p, constant2(ATANH, 4));
  p = madd2(z, p, constant2(ATANH, 5));
  p = madd2(z, p, one);
  return madd2(f64x2.mul(s, p), constant2(TWO_OVER_LN_2), kReal);
}

/** 2^t of two doubles, relative error 7e-12; t is clamped to ±200. */
// @ts-ignore: decorator
@inline
export function exp2Double(t: v128): v128 {
  t = f64x2.max(f64x2.min(t, constant2(EXP2_RANGE, 1)), constant2(EXP2_RANGE));
  const shifted = f64x2.add(t, constant2(ROUND));
  const n = f64x2.sub(shifted, constant2(ROUND));
  const r = f64x2.mul(f64x2.sub(t, n), constant2(LN_2));
  let p = madd2(r, constant2(EXP), constant2(EXP, 1));
  p = madd2(r, p, constant2(EXP, 2));
  p = madd2(r, p, constant2(EXP, 3));
  p = madd2(r, p, constant2(EXP, 4));
  p = madd2(r, p, constant2(EXP, 5));
  p = madd2(r, p, constant2(EXP, 6));
  p = madd2(r, p, constant2(EXP, 7));
  p = madd2(r, p, constant2(ONE));
  p = madd2(r, p, constant2(ONE));
  return i64x2.add(p, i64x2.shl(shifted, 52));
}
