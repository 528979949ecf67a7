import { constant4 } from './constant';
import { erf4 } from './erf';
import { exp4, expNonPositive4 } from './exp';
import { mapRow } from './row';
import { madd4 } from './vector';

// GELU in both of its forms. (1 + tanh u) / 2 is the logistic function σ(2u), so GPT-2's
// 0.5·x·(1 + tanh u), u = √(2/π)·(x + 0.044715·x³), is computed as x·σ(2u) = x / (1 + e^{-2u}): one exp, and no cancellation
// for negative x, where the textbook form loses all its digits.

/**
 * 0: 2√(2/π); 1: 0.044715 times that; 2: three times entry 1; 3: 1; 4: 0.5; 5: √½; 6: 1/√(2π); 7: -0.5; 8: largest
 * exponent whose power is finite; 9, 10: beyond ±14 both gradients are 0 or 1, and stopping here keeps ±Inf from meeting 0.
 */
const TABLE = memory.data<f32>([
  1.5957691216057308, 7.135481627260026e-2, 2.1406444881780077e-1, 1, 0.5, 0.7071067811865476, 0.3989422804014327, -0.5,
  87, 14, -14,
]);

// @ts-ignore: decorator
@inline
function flattened(x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, constant4(TABLE, 9)), constant4(TABLE, 10));
}

// @ts-ignore: decorator
@unmanaged @final
class Tanh {
  // @ts-ignore: decorator
  @inline v(x: v128, _y: v128, _c: v128, _d: v128): v128 {
    const twice = f32x4.mul(x, madd4(f32x4.mul(x, x), constant4(TABLE, 1), constant4(TABLE, 0)));
    return f32x4.div(x, f32x4.add(constant4(TABLE, 3), exp4(f32x4.neg(twice))));
  }
}

/** y = x·s, s = σ(2u): y' = s + x·s·(1 - s)·2u'. */
// @ts-ignore: decorator
@unmanaged @final
class TanhGradient {
  // @ts-ignore: decorator
  @inline v(dy: v128, input: v128, _c: v128, _d: v128): v128 {
    const x = flattened(input);
    const square = f32x4.mul(x, x);
    const one = constant4(TABLE, 3);
    const twice = f32x4.mul(x, madd4(square, constant4(TABLE, 1), constant4(TABLE, 0)));
    const slope = madd4(square, constant4(TABLE, 2), constant4(TABLE, 0));
    // min keeps e finite: where it would overflow, s is 0 and 1 - s = e·s must not become Inf·0.
    const e = exp4(f32x4.pmin(f32x4.neg(twice), constant4(TABLE, 8)));
    const s = f32x4.div(one, f32x4.add(one, e));
    const derivative = madd4(f32x4.mul(f32x4.mul(x, s), f32x4.mul(e, s)), slope, s);
    return f32x4.mul(dy, derivative);
  }
}

// @ts-ignore: decorator
@unmanaged @final
class Erf {
  // @ts-ignore: decorator
  @inline v(x: v128, _y: v128, _c: v128, _d: v128): v128 {
    const half = f32x4.mul(x, constant4(TABLE, 4));
    return f32x4.mul(half, f32x4.add(constant4(TABLE, 3), erf4(f32x4.mul(x, constant4(TABLE, 5)))));
  }
}

/** y = x·Φ(x): y' = Φ(x) + x·φ(x). */
// @ts-ignore: decorator
@unmanaged @final
class ErfGradient {
  // @ts-ignore: decorator
  @inline v(dy: v128, input: v128, _c: v128, _d: v128): v128 {
    const x = flattened(input);
    const cumulative = madd4(erf4(f32x4.mul(x, constant4(TABLE, 5))), constant4(TABLE, 4), constant4(TABLE, 4));
    const density = f32x4.mul(
      expNonPositive4(f32x4.mul(f32x4.mul(x, x), constant4(TABLE, 7))),
      constant4(TABLE, 6),
    );
    return f32x4.mul(dy, madd4(x, density, cumulative));
  }
}

/** GPT-2's GELU. -Inf gives NaN (as in torch), +Inf itself. out may equal x. */
export function geluTanh_f32(out: usize, x: usize, n: i32): void {
  mapRow<Tanh>(out, x, x, n, f32x4.splat(0), f32x4.splat(0));
}

/** dx = dy·y'(x); at ±Inf the limits 1 and 0 (within 1e-34). dx may equal dy. */
export function geluTanhBackward_f32(dx: usize, dy: usize, x: usize, n: i32): void {
  mapRow<TanhGradient>(dx, dy, x, n, f32x4.splat(0), f32x4.splat(0));
}

/** The exact GELU x·Φ(x) = x·(1 + erf(x/√2)) / 2; absolute accuracy 1 ulp of x. out may equal x. */
export function geluErf_f32(out: usize, x: usize, n: i32): void {
  mapRow<Erf>(out, x, x, n, f32x4.splat(0), f32x4.splat(0));
}

/** dx = dy·(Φ(x) + x·φ(x)); at ±Inf the limits 1 and 0. dx may equal dy. */
export function geluErfBackward_f32(dx: usize, dy: usize, x: usize, n: i32): void {
  mapRow<ErfGradient>(dx, dy, x, n, f32x4.splat(0), f32x4.splat(0));
}
