import { constant4 } from './constant';
import { madd4 } from './vector';

// x = 2^k · m with m in [√½, √2), log x = k·ln 2 + log m, and log m from s = (m-1)/(m+1): log m = 2·atanh s
// = f - f²/2 + s·(f²/2 + R(s²)) with f = m - 1. The form and the four coefficients of R are those of FreeBSD msun
// e_logf.c (|R error| < 2^-34.24). ln 2 is split so that k times its head is exact.

const SQRT_HALF: i32 = 0x3f3504f3;
/** Bit patterns: √½, and 1 less √½. */
const SPLIT = memory.data<i32>([SQRT_HALF, 0x3f800000 - SQRT_HALF]);
const MANTISSA = memory.data<i32>([0x7fffff]);
/** Exponent of 1, and of 1 after the scaling of denormals by 2^25. */
const BIAS = memory.data<i32>([127, 127 + 25]);
const DENORMAL_SCALE = memory.data<f32>([33554432]);
const SMALLEST_NORMAL = memory.data<f32>([1.17549435e-38]);
const LN2_HEAD = memory.data<f32>([6.9313812256e-1]);
const LN2_TAIL = memory.data<f32>([9.0580006145e-6]);
/** Below it log1p x rounds to x. */
const NEGLIGIBLE = memory.data<f32>([2.9802322387695312e-8]);
const R = memory.data<f32>([0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841]);
const HALF = memory.data<f32>([0.5]);
const ONE = memory.data<f32>([1]);
const TWO = memory.data<f32>([2]);
const INFINITE = memory.data<f32>([Infinity, -Infinity, NaN]);

/** s·(f²/2 + R(s²)). */
// @ts-ignore: decorator
@inline
function atanhPart(f: v128, half: v128): v128 {
  const s = f32x4.div(f, f32x4.add(f, constant4(TWO)));
  const z = f32x4.mul(s, s);
  const w = f32x4.mul(z, z);
  const odd = f32x4.mul(w, madd4(w, constant4(R, 3), constant4(R, 1)));
  const even = f32x4.mul(z, madd4(w, constant4(R, 2), constant4(R)));
  return f32x4.mul(s, f32x4.add(half, f32x4.add(even, odd)));
}

/**
 * Natural logarithm of four floats.
 *
 * @special log ±0 = -Inf, log of a negative number NaN, log +Inf = +Inf, NaN → NaN; denormals are exact inputs.
 * Largest error measured over every 67th float: 0.82 ulp.
 */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, constant4(SMALLEST_NORMAL));
  // Denormals are scaled by 2^25 and get their exponent back below.
  const scaled = v128.bitselect(f32x4.mul(x, constant4(DENORMAL_SCALE)), x, tiny);
  const shifted = i32x4.add(scaled, constant4(SPLIT, 1));
  const exponent = i32x4.sub(i32x4.shr_s(shifted, 23), v128.bitselect(constant4(BIAS, 1), constant4(BIAS), tiny));
  const m = i32x4.add(v128.and(shifted, constant4(MANTISSA)), constant4(SPLIT));
  const k = f32x4.convert_i32x4_s(exponent);
  const f = f32x4.sub(m, constant4(ONE));
  const half = f32x4.mul(f32x4.mul(constant4(HALF), f), f);
  const tail = f32x4.sub(madd4(k, constant4(LN2_TAIL), atanhPart(f, half)), half);
  return special(madd4(k, constant4(LN2_HEAD), f32x4.add(tail, f)), x);
}

/** The values at 0, below 0, at +Inf and NaN. */
// @ts-ignore: decorator
@inline
function special(y: v128, x: v128): v128 {
  const zero = f32x4.splat(0);
  const infinite = v128.or(f32x4.eq(x, constant4(INFINITE)), f32x4.ne(x, x));
  y = v128.bitselect(x, y, infinite);
  y = v128.bitselect(constant4(INFINITE, 1), y, f32x4.eq(x, zero));
  return v128.bitselect(constant4(INFINITE, 2), y, f32x4.lt(x, zero));
}

/**
 * log(1 + x) of four floats.
 *
 * u = 1 + x loses low digits of x; their first-order effect (x - (u - 1)) / u is added back (msun s_log1pf.c).
 * @special log1p ±0 = ±0, log1p -1 = -Inf, NaN below -1, log1p +Inf = +Inf; a denormal x is returned unchanged.
 * Largest error measured over every 67th float: 0.80 ulp.
 */
// @ts-ignore: decorator
@inline
export function log1p4(x: v128): v128 {
  const one = constant4(ONE);
  const u = f32x4.add(x, one);
  const shifted = i32x4.add(u, constant4(SPLIT, 1));
  const exponent = i32x4.sub(i32x4.shr_s(shifted, 23), constant4(BIAS));
  const m = i32x4.add(v128.and(shifted, constant4(MANTISSA)), constant4(SPLIT));
  const k = f32x4.convert_i32x4_s(exponent);
  // With k = 0 nothing need be rounded: f is x itself.
  const direct = i32x4.eq(exponent, i32x4.splat(0));
  const f = v128.bitselect(x, f32x4.sub(m, one), direct);
  const lostBig = f32x4.sub(one, f32x4.sub(u, x));
  const lostSmall = f32x4.sub(x, f32x4.sub(u, one));
  const lost = v128.bitselect(lostBig, lostSmall, f32x4.gt(x, one));
  const correction = v128.andnot(f32x4.div(lost, u), direct);
  const half = f32x4.mul(f32x4.mul(constant4(HALF), f), f);
  const low = madd4(k, constant4(LN2_TAIL), correction);
  const tail = f32x4.sub(f32x4.add(atanhPart(f, half), low), half);
  const y = special(madd4(k, constant4(LN2_HEAD), f32x4.add(tail, f)), u);
  return v128.bitselect(x, y, f32x4.lt(f32x4.abs(x), constant4(NEGLIGIBLE)));
}

/** log x of one float: lane 0 of log4. */
// @ts-ignore: decorator
@inline
export function log1(x: f32): f32 {
  return f32x4.extract_lane(log4(f32x4.splat(x)), 0);
}
