import { constant4 } from './constant';
import { madd4 } from './vector';

// e^x = 2^n · e^r with n = round(x / ln 2), |r| ≤ ln 2 / 2. The reduction subtracts n·ln 2 in two parts (Cody & Waite,
// Software Manual for the Elementary Functions, 1980): the first has nine significant bits, so n times it is exact.
// e^r = 1 + r + r²·q(r), q the minimax polynomial of degree 4 (own Remez fit, 3.3e-9 relative). 2^n is applied in two
// halves, so that 2^128·0.99 stays finite and denormal results are rounded once.

/** 1 / ln 2, 1.5·2²³, -ln 2 in two parts, q from the highest power down, 1, and the limits of x. */
const TABLE = memory.data<f32>([
  1.4426950408889634, 12582912, -0.693359375, 2.1219444e-4,
  1.3813141267746687e-3, 8.369418792426586e-3, 4.166845604777336e-2, 1.6666515171527863e-1, 4.999999403953552e-1,
  1, 89, -104, -88,
]);

/** The bias of a float's exponent. */
const BIAS = memory.data<i32>([127]);

/** x / ln 2 + 1.5·2²³: the addition rounds, and leaves n in the low bits of the sum. */
// @ts-ignore: decorator
@inline
export function shifted4(x: v128): v128 {
  return madd4(x, constant4(TABLE, 0), constant4(TABLE, 1));
}

/** r = x - n·ln 2 */
// @ts-ignore: decorator
@inline
export function reduced4(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, constant4(TABLE, 1));
  return madd4(n, constant4(TABLE, 3), madd4(n, constant4(TABLE, 2), x));
}

/** 2^n for |n| ≤ 127; the low nine bits of 1.5·2²³ are 0, so its exponent falls off the shifted word. n = -127 gives 0. */
// @ts-ignore: decorator
@inline
export function power4(shifted: v128): v128 {
  return i32x4.shl(i32x4.add(shifted, constant4(BIAS, 0)), 23);
}

/** e^r - 1 for |r| ≤ ln 2 / 2, to full relative accuracy. */
// @ts-ignore: decorator
@inline
export function expReduced4(r: v128): v128 {
  let q = madd4(constant4(TABLE, 4), r, constant4(TABLE, 5));
  q = madd4(q, r, constant4(TABLE, 6));
  q = madd4(q, r, constant4(TABLE, 7));
  q = madd4(q, r, constant4(TABLE, 8));
  return madd4(f32x4.mul(q, r), r, r);
}

/**
 * e^x on four floats.
 *
 * @special e^-Inf = 0, e^+Inf = +Inf, NaN → NaN; above 88.7228 +Inf; below -103.97 zero; denormal results are kept.
 * Largest error measured over every 16th float: 1.01 ulp.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // pmin(a, b) is b < a ? b : a and keeps a NaN in a; it is one instruction where min is eight.
  const clamped = f32x4.pmax(f32x4.pmin(x, constant4(TABLE, 10)), constant4(TABLE, 11));
  const shifted = shifted4(clamped);
  const value = f32x4.add(expReduced4(reduced4(clamped, shifted)), constant4(TABLE, 9));
  const n = i32x4.sub(shifted, constant4(TABLE, 1));
  const half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(value, power4(half)), power4(i32x4.sub(n, half)));
}

/**
 * e^x on four floats x ≤ 0, as softmax needs it: one scaling instead of two, and results for x < -87.7 are flushed to 0.
 *
 * @special e^-Inf = 0, NaN → NaN. The error is exp4's.
 */
// @ts-ignore: decorator
@inline
export function expNonPositive4(x: v128): v128 {
  // -88 gives n = -127, whose exponent field is 0: the factor itself becomes zero, which is the flush.
  const clamped = f32x4.pmax(x, constant4(TABLE, 12));
  const shifted = shifted4(clamped);
  return f32x4.mul(f32x4.add(expReduced4(reduced4(clamped, shifted)), constant4(TABLE, 9)), power4(shifted));
}

/** e^x of one float: lane 0 of exp4, so that a value has the same result wherever it stands. */
// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}
