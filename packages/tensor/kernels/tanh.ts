import { constant4 } from './constant';
import { expReduced4, power4, reduced4, shifted4 } from './exp';
import { madd4 } from './vector';

// |x| < 0.4: the odd minimax polynomial x + x³·p(x²) (own Remez fit, 1.8e-9 relative), which keeps every digit at zero.
// Beyond: tanh |x| = t / (t + 2) with t = e^{2|x|} - 1. With 2|x| = n·ln 2 + r as in exp.ts,
// t = 2^n·(e^r - 1) + (2^n - 1), so that e^{2|x|} is never rounded before 1 is taken off.

/** p from the highest power down, 1, 2, the end of the polynomial's range, and where tanh has long rounded to 1 (9.02). */
const TABLE = memory.data<f32>([
  1.8744053319096565e-2, -5.356193333864212e-2, 1.333121359348297e-1, -3.3333298563957214e-1,
  1, 2, 0.4, 9.1,
]);

/**
 * tanh x on four floats.
 *
 * @special tanh ±Inf = ±1, tanh ±0 = ±0, NaN → NaN; a denormal x is returned unchanged.
 * Largest error measured over every 16th float: 1.50 ulp.
 */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const magnitude = f32x4.pmin(f32x4.abs(x), constant4(TABLE, 7));

  const square = f32x4.mul(magnitude, magnitude);
  let p = madd4(constant4(TABLE, 0), square, constant4(TABLE, 1));
  p = madd4(p, square, constant4(TABLE, 2));
  p = madd4(p, square, constant4(TABLE, 3));
  const small = madd4(f32x4.mul(square, magnitude), p, magnitude);

  const y = f32x4.add(magnitude, magnitude);
  const shifted = shifted4(y);
  const power = power4(shifted);
  const t = madd4(expReduced4(reduced4(y, shifted)), power, f32x4.sub(power, constant4(TABLE, 4)));
  const large = f32x4.div(t, f32x4.add(t, constant4(TABLE, 5)));

  const result = v128.bitselect(small, large, f32x4.lt(magnitude, constant4(TABLE, 6)));
  return v128.or(result, v128.and(x, i32x4.splat(<i32>0x80000000)));
}

/** tanh x of one float: lane 0 of tanh4, so that a value has the same result wherever it stands. */
// @ts-ignore: decorator
@inline
export function tanh1(x: f32): f32 {
  return f32x4.extract_lane(tanh4(f32x4.splat(x)), 0);
}
