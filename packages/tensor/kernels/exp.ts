import { madd4 } from './vector';

// e^x = 2^n · e^r with n = round(x / ln 2), |r| ≤ ln 2 / 2. The reduction subtracts n·ln 2 in two parts (Cody & Waite,
// Software Manual for the Elementary Functions, 1980): the first has nine significant bits, so n times it is exact.
// e^r = 1 + r + r²·q(r), q the minimax polynomial of degree 4 (own Remez fit, 3.3e-9 relative). 2^n is applied in two
// halves, so that 2^128·0.99 stays finite and denormal results are rounded once.

export const LOG2_E: f32 = 1.4426950408889634;
export const LN2_HIGH: f32 = 0.693359375;
export const LN2_LOW: f32 = -2.1219444e-4;
/** 1.5·2²³: adding it rounds a small float to an integer, left in the low bits of the sum. */
export const ROUND: f32 = 12582912;
export const ROUND_BITS: i32 = 0x4b400000;

/**
 * e^x on four floats.
 *
 * @special e^-Inf = 0, e^+Inf = +Inf, NaN → NaN; above 88.7228 +Inf; below -103.97 zero; denormal results are kept.
 * Largest error measured over every 16th float: 1.01 ulp.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.max(f32x4.min(x, f32x4.splat(89)), f32x4.splat(-104));
  const shifted = madd4(clamped, f32x4.splat(LOG2_E), f32x4.splat(ROUND));
  const n = f32x4.sub(shifted, f32x4.splat(ROUND));
  const r = madd4(n, f32x4.splat(-LN2_LOW), madd4(n, f32x4.splat(-LN2_HIGH), clamped));

  const e = i32x4.sub(shifted, i32x4.splat(ROUND_BITS));
  const half = i32x4.shr_s(e, 1);
  const bias = i32x4.splat(127);
  const firstScale = i32x4.shl(i32x4.add(half, bias), 23);
  const secondScale = i32x4.shl(i32x4.add(i32x4.sub(e, half), bias), 23);
  return f32x4.mul(f32x4.mul(f32x4.add(expReduced4(r), f32x4.splat(1)), firstScale), secondScale);
}

/**
 * e^x on four floats x ≤ 0, as softmax needs it: one scaling instead of two, and results for x < -87.7 are flushed to 0.
 *
 * @special e^-Inf = 0, NaN → NaN. The error is exp4's.
 */
// @ts-ignore: decorator
@inline
export function expNonPositive4(x: v128): v128 {
  const clamped = f32x4.max(x, f32x4.splat(-88));
  const shifted = madd4(clamped, f32x4.splat(LOG2_E), f32x4.splat(ROUND));
  const n = f32x4.sub(shifted, f32x4.splat(ROUND));
  const r = madd4(n, f32x4.splat(-LN2_LOW), madd4(n, f32x4.splat(-LN2_HIGH), clamped));
  // -88 gives n = -127, whose exponent field is 0: the factor itself becomes zero, which is the flush.
  const scale = i32x4.shl(i32x4.sub(shifted, i32x4.splat(ROUND_BITS - 127)), 23);
  return f32x4.mul(f32x4.add(expReduced4(r), f32x4.splat(1)), scale);
}

/** e^r - 1 for |r| ≤ ln 2 / 2, to full relative accuracy. */
// @ts-ignore: decorator
@inline
export function expReduced4(r: v128): v128 {
  let q = madd4(f32x4.splat(1.3813141267746687e-3), r, f32x4.splat(8.369418792426586e-3));
  q = madd4(q, r, f32x4.splat(4.166845604777336e-2));
  q = madd4(q, r, f32x4.splat(1.6666515171527863e-1));
  q = madd4(q, r, f32x4.splat(4.999999403953552e-1));
  return madd4(f32x4.mul(q, r), r, r);
}

/** e^x of one float: lane 0 of exp4, so that a value has the same result wherever it stands. */
// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}
