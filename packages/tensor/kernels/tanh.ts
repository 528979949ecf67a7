import { expReduced4, LN2_HIGH, LN2_LOW, LOG2_E, ROUND, ROUND_BITS } from './exp';
import { madd4 } from './vector';

// |x| < 0.4: the odd minimax polynomial x + x³·p(x²) (own Remez fit, 1.8e-9 relative), which keeps every digit at zero.
// Beyond: tanh |x| = t / (t + 2) with t = e^{2|x|} - 1. With 2|x| = n·ln 2 + r as in exp.ts,
// t = 2^n·(e^r - 1) + (2^n - 1), so that e^{2|x|} is never rounded before 1 is taken off.

const SMALL: f32 = 0.4;
/** tanh has rounded to 1 from 9.02 on. */
const SATURATED: f32 = 9.1;

/**
 * tanh x on four floats.
 *
 * @special tanh ±Inf = ±1, tanh ±0 = ±0, NaN → NaN; a denormal x is returned unchanged.
 * Largest error measured over every 16th float: 1.50 ulp.
 */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const magnitude = f32x4.min(f32x4.abs(x), f32x4.splat(SATURATED));

  const square = f32x4.mul(magnitude, magnitude);
  let p = madd4(f32x4.splat(1.8744053319096565e-2), square, f32x4.splat(-5.356193333864212e-2));
  p = madd4(p, square, f32x4.splat(1.333121359348297e-1));
  p = madd4(p, square, f32x4.splat(-3.3333298563957214e-1));
  const small = madd4(f32x4.mul(square, magnitude), p, magnitude);

  const y = f32x4.add(magnitude, magnitude);
  const shifted = madd4(y, f32x4.splat(LOG2_E), f32x4.splat(ROUND));
  const n = f32x4.sub(shifted, f32x4.splat(ROUND));
  const r = madd4(n, f32x4.splat(-LN2_LOW), madd4(n, f32x4.splat(-LN2_HIGH), y));
  const power = i32x4.shl(i32x4.sub(shifted, i32x4.splat(ROUND_BITS - 127)), 23);
  const t = madd4(expReduced4(r), power, f32x4.sub(power, f32x4.splat(1)));
  const large = f32x4.div(t, f32x4.add(t, f32x4.splat(2)));

  const result = v128.bitselect(small, large, f32x4.lt(magnitude, f32x4.splat(SMALL)));
  return v128.or(result, v128.and(x, i32x4.splat(<i32>0x80000000)));
}

/** tanh x of one float: lane 0 of tanh4, so that a value has the same result wherever it stands. */
// @ts-ignore: decorator
@inline
export function tanh1(x: f32): f32 {
  return f32x4.extract_lane(tanh4(f32x4.splat(x)), 0);
}
