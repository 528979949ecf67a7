// Functions made of e^x that would lose digits or overflow if they were written down as defined.
import { constant2, constant4 } from './constant';
import { highHalf, join, lowHalf } from './double-lanes';
import { exp4, expReduced4, power4, reduced4, shifted4 } from './exp';
import { log1p4 } from './log';
import { madd4 } from './vector';

const EXPM1_RANGE = memory.data<f32>([-25, 89]);
/** Below it e^x - 1 rounds to x. */
const NEGLIGIBLE = memory.data<f32>([2.9802322387695312e-8]);
const HALF = memory.data<f32>([0.5]);
const ONE = memory.data<f32>([1]);
const ONE_DOUBLE = memory.data<f64>([1]);
const DEEP = memory.data<f32>([-80, 16, 1.1253517471925912e-7]);

/**
 * e^x - 1 on four floats: with x = n·ln 2 + r it is 2^n·(e^r - 1) + (2^n - 1), so e^x is never rounded before 1 is
 * taken off. Everything is halved until the last step, which keeps 2^128·0.99 finite.
 *
 * @special expm1 ±0 = ±0, expm1 -Inf = -1, expm1 +Inf = +Inf; a denormal x is returned unchanged.
 * Largest error measured over every 67th float: 1.56 ulp.
 */
// @ts-ignore: decorator
@inline
export function expm14(x: v128): v128 {
  const clamped = f32x4.max(f32x4.min(x, constant4(EXPM1_RANGE, 1)), constant4(EXPM1_RANGE));
  const shifted = shifted4(clamped);
  const halfPower = power4(i32x4.sub(shifted, i32x4.splat(1)));
  const y = madd4(expReduced4(reduced4(clamped, shifted)), halfPower, f32x4.sub(halfPower, constant4(HALF)));
  return v128.bitselect(x, f32x4.add(y, y), f32x4.lt(f32x4.abs(x), constant4(NEGLIGIBLE)));
}

/**
 * 1 / (1 + e^-x) on four floats, as e^x / (1 + e^x) below zero: e^-|x| never overflows, and small results keep their
 * digits. Sum and quotient are taken in float64: in float32 their two roundings would lift the error to 2.005 ulp.
 *
 * @special σ(-Inf) = 0, σ(+Inf) = 1. Largest error measured over every 67th float: 1.45 ulp.
 */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = constant2(ONE_DOUBLE);
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const numerator = v128.bitselect(e, constant4(ONE), f32x4.lt(x, f32x4.splat(0)));
  const low = f64x2.div(lowHalf(numerator), f64x2.add(one, lowHalf(e)));
  const high = f64x2.div(highHalf(numerator), f64x2.add(one, highHalf(e)));
  return join(low, high);
}

/**
 * x·σ(x) on four floats.
 *
 * Below -80 the factor e^x is about to become denormal while the product is not: e^(x + 16) is taken there (x + 16 is
 * exact) and e^-16 multiplied last.
 * @special silu(-Inf) = NaN (-Inf·0) as in PyTorch, silu(+Inf) = +Inf.
 * Largest error measured over every 67th float: 1.69 ulp.
 */
// @ts-ignore: decorator
@inline
export function silu4(x: v128): v128 {
  const one = constant2(ONE_DOUBLE);
  const deep = f32x4.lt(x, constant4(DEEP));
  const e = exp4(f32x4.neg(f32x4.abs(f32x4.add(x, v128.and(deep, constant4(DEEP, 1))))));
  const numerator = v128.bitselect(e, constant4(ONE), f32x4.lt(x, f32x4.splat(0)));
  const factor = v128.bitselect(constant4(DEEP, 2), constant4(ONE), deep);
  const low = f64x2.div(f64x2.mul(lowHalf(x), lowHalf(numerator)), f64x2.add(one, lowHalf(e)));
  const high = f64x2.div(f64x2.mul(highHalf(x), highHalf(numerator)), f64x2.add(one, highHalf(e)));
  return join(f64x2.mul(low, lowHalf(factor)), f64x2.mul(high, highHalf(factor)));
}

/**
 * log(1 + e^x) = max(x, 0) + log1p(e^-|x|) on four floats.
 *
 * @special softplus(-Inf) = 0, softplus(+Inf) = +Inf. Largest error measured over every 67th float: 1.68 ulp.
 */
// @ts-ignore: decorator
@inline
export function softplus4(x: v128): v128 {
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), log1p4(exp4(f32x4.neg(f32x4.abs(x)))));
}
