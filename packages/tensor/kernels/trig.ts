// sin, cos and tan: float32 in, float64 inside (double-lanes.ts). Up to |x| = 1.6e6 the argument is reduced by a
// two-part π/2 (Cody & Waite); a lane beyond that takes the scalar double function, which reduces with as many digits of 2/π
// as it needs (Payne & Hanek).
import { cosReduced, highHalf, join, lowHalf, quadrant, reduced, sinReduced, WIDE } from './double-lanes';

/** sin(x + shift·π/2): the quadrant chooses the polynomial by its low bit and the sign by the next. */
// @ts-ignore: decorator
@inline
function sine2(x: v128, shift: i64): v128 {
  const quadrants = quadrant(x);
  const r = reduced(x, quadrants);
  const q = i64x2.add(quadrants, i64x2.splat(shift));
  const odd = i64x2.neg(v128.and(q, i64x2.splat(1)));
  const sign = i64x2.shl(v128.and(q, i64x2.splat(2)), 62);
  return v128.xor(v128.bitselect(cosReduced(r), sinReduced(r), odd), sign);
}

/** tan x, or -1 / tan in odd quadrants. */
// @ts-ignore: decorator
@inline
function tangent2(x: v128): v128 {
  const quadrants = quadrant(x);
  const r = reduced(x, quadrants);
  const odd = i64x2.neg(v128.and(quadrants, i64x2.splat(1)));
  const s = sinReduced(r);
  const c = cosReduced(r);
  return f64x2.div(v128.bitselect(f64x2.neg(c), s, odd), v128.bitselect(s, c, odd));
}

// @ts-ignore: decorator
@inline
function isWide(x: v128): bool {
  return v128.any_true(f32x4.gt(f32x4.abs(x), f32x4.splat(WIDE)));
}

const SIN: i32 = 0;
const COS: i32 = 1;
const TAN: i32 = 2;

function wideLane(which: i32, x: f32, y: f32): f32 {
  if (!(abs(x) > WIDE)) return y;
  return <f32>(which == SIN ? NativeMath.sin(x) : which == COS ? NativeMath.cos(x) : NativeMath.tan(x));
}

/** Replaces the lanes with |x| > WIDE. */
function wide(which: i32, x: v128, y: v128): v128 {
  y = f32x4.replace_lane(y, 0, wideLane(which, f32x4.extract_lane(x, 0), f32x4.extract_lane(y, 0)));
  y = f32x4.replace_lane(y, 1, wideLane(which, f32x4.extract_lane(x, 1), f32x4.extract_lane(y, 1)));
  y = f32x4.replace_lane(y, 2, wideLane(which, f32x4.extract_lane(x, 2), f32x4.extract_lane(y, 2)));
  return f32x4.replace_lane(y, 3, wideLane(which, f32x4.extract_lane(x, 3), f32x4.extract_lane(y, 3)));
}

/** @special sin ±0 = ±0, sin ±Inf NaN. Largest error measured over every 67th float: 0.501 ulp. */
// @ts-ignore: decorator
@inline
export function sin4(x: v128): v128 {
  const y = join(sine2(lowHalf(x), 0), sine2(highHalf(x), 0));
  return isWide(x) ? wide(SIN, x, y) : y;
}

/** @special cos ±Inf NaN. Largest error measured over every 67th float: 0.501 ulp. */
// @ts-ignore: decorator
@inline
export function cos4(x: v128): v128 {
  const y = join(sine2(lowHalf(x), 1), sine2(highHalf(x), 1));
  return isWide(x) ? wide(COS, x, y) : y;
}

/** @special tan ±0 = ±0, tan ±Inf NaN. Largest error measured over every 67th float: 0.501 ulp. */
// @ts-ignore: decorator
@inline
export function tan4(x: v128): v128 {
  const y = join(tangent2(lowHalf(x)), tangent2(highHalf(x)));
  return isWide(x) ? wide(TAN, x, y) : y;
}
