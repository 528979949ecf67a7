// Functions made of e^x that would lose digits or overflow if they were written down as defined.
import { highHalf, join, lowHalf } from './double-lanes';
import { exp4, expReduced4, LN2_HIGH, LN2_LOW, LOG2_E, ROUND, ROUND_BITS } from './exp';
import { log1p4 } from './log';
import { madd4 } from './vector';

const E_MINUS_16: f32 = 1.1253517471925912e-7;

/**
 * e^x - 1 on four floats: with x = n·ln 2 + r it is 2^n·(e^r - 1) + (2^n - 1), so e^x is never rounded before 1 is taken
 * off. Everything is halved until the last step, which keeps 2^128·0.99 finite.
 *
 * @special expm1 ±0 = ±0, expm1 -Inf = -1, expm1 +Inf = +Inf; a denormal x is returned unchanged.
 * Largest error measured over every 64th float: EXPM1_ULP ulp.
 */
// @ts-ignore: decorator
@inline
export function expm14(x: v128): v128 {
  const clamped = f32x4.max(f32x4.min(x, f32x4.splat(89)), f32x4.splat(-25));
  const shifted = madd4(clamped, f32x4.splat(LOG2_E), f32x4.splat(ROUND));
  const n = f32x4.sub(shifted, f32x4.splat(ROUND));
  const r = madd4(n, f32x4.splat(-LN2_LOW), madd4(n, f32x4.splat(-LN2_HIGH), clamped));
  const halfPower = i32x4.shl(i32x4.sub(shifted, i32x4.splat(ROUND_BITS - 126)), 23);
  const y = madd4(expReduced4(r), halfPower, f32x4.sub(halfPower, f32x4.splat(0.5)));
  return v128.bitselect(x, f32x4.add(y, y), f32x4.lt(f32x4.abs(x), f32x4.splat(2.9802322387695312e-8)));
}

/**
 * 1 / (1 + e^-x) on four floats, as e^x / (1 + e^x) below zero: e^-|x| never overflows, and small results keep their digits.
 * Sum and quotient are taken in float64: in float32 their two roundings would lift the error to 2.005 ulp.
 *
 * @special σ(-Inf) = 0, σ(+Inf) = 1. Largest error measured over every 64th float: SIGMOID_ULP ulp.
 */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f64x2.splat(1);
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const numerator = v128.bitselect(e, f32x4.splat(1), f32x4.lt(x, f32x4.splat(0)));
  const low = f64x2.div(lowHalf(numerator), f64x2.add(one, lowHalf(e)));
  const high = f64x2.div(highHalf(numerator), f64x2.add(one, highHalf(e)));
  return join(low, high);
}

/**
 * x·σ(x) on four floats.
 *
 * Below -80 the factor e^x is about to become denormal while the product is not: e^(x + 16) is taken there (x + 16 is
 * exact) and e^-16 multiplied last.
 * @special silu(-Inf) = NaN (-Inf·0) as in PyTorch, silu(+Inf) = +Inf. Largest error measured over every 64th float: SILU_ULP ulp.
 */
// @ts-ignore: decorator
@inline
export function silu4(x: v128): v128 {
  const one = f64x2.splat(1);
  const deep = f32x4.lt(x, f32x4.splat(-80));
  const e = exp4(f32x4.neg(f32x4.abs(f32x4.add(x, v128.and(deep, f32x4.splat(16))))));
  const numerator = v128.bitselect(e, f32x4.splat(1), f32x4.lt(x, f32x4.splat(0)));
  const factor = v128.bitselect(f32x4.splat(E_MINUS_16), f32x4.splat(1), deep);
  const low = f64x2.div(f64x2.mul(lowHalf(x), lowHalf(numerator)), f64x2.add(one, lowHalf(e)));
  const high = f64x2.div(f64x2.mul(highHalf(x), highHalf(numerator)), f64x2.add(one, highHalf(e)));
  return join(f64x2.mul(low, lowHalf(factor)), f64x2.mul(high, highHalf(factor)));
}

/**
 * log(1 + e^x) = max(x, 0) + log1p(e^-|x|) on four floats.
 *
 * @special softplus(-Inf) = 0, softplus(+Inf) = +Inf. Largest error measured over every 64th float: SOFTPLUS_ULP ulp.
 */
// @ts-ignore: decorator
@inline
export function softplus4(x: v128): v128 {
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), log1p4(exp4(f32x4.neg(f32x4.abs(x)))));
}
