// Elementwise functions that are a handful of exact or correctly rounded instructions. The error of each is at most
// half a unit in the last place, except rsqrt (two roundings: 1.5).
import { mapCheap } from './map';

// @ts-ignore: decorator
@unmanaged @final
class Neg<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.neg<T>(x); }
}

// @ts-ignore: decorator
@unmanaged @final
class Abs<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.abs<T>(x); }
}

// @ts-ignore: decorator
@unmanaged @final
class Sqrt<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.sqrt<T>(x); }
}

// @ts-ignore: decorator
@unmanaged @final
class Rsqrt<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.div<T>(v128.splat<T>(<T>1), v128.sqrt<T>(x)); }
}

// @ts-ignore: decorator
@unmanaged @final
class Square<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.mul<T>(x, x); }
}

// @ts-ignore: decorator
@unmanaged @final
class Reciprocal<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.div<T>(v128.splat<T>(<T>1), x); }
}

/** x < 0 ? 0 : x in one instruction: NaN and -0 stay what they are, as in PyTorch. */
// @ts-ignore: decorator
@unmanaged @final
class Relu<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.pmax<T>(x, v128.splat<T>(<T>0)); }
}

// @ts-ignore: decorator
@unmanaged @final
class Floor<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.floor<T>(x); }
}

// @ts-ignore: decorator
@unmanaged @final
class Ceil<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.ceil<T>(x); }
}

/** To the nearest integer, halves to the even one (IEEE 754 roundToIntegralTiesToEven, NumPy). */
// @ts-ignore: decorator
@unmanaged @final
class Round<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 { return v128.nearest<T>(x); }
}

/** -1, 0 or 1; ±0 → 0, NaN → NaN, as in NumPy. */
// @ts-ignore: decorator
@unmanaged @final
class Sign<T> {
  // @ts-ignore: decorator
  @inline v(x: v128): v128 {
    const zero = v128.splat<T>(<T>0);
    const above = v128.and(v128.gt<T>(x, zero), v128.splat<T>(<T>1));
    const below = v128.and(v128.lt<T>(x, zero), v128.splat<T>(<T>-1));
    return v128.bitselect(v128.or(above, below), x, v128.eq<T>(x, x));
  }
}

export function neg_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Neg<f32>>(out, x, n);
}

export function abs_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Abs<f32>>(out, x, n);
}

export function sqrt_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Sqrt<f32>>(out, x, n);
}

export function rsqrt_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Rsqrt<f32>>(out, x, n);
}

export function square_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Square<f32>>(out, x, n);
}

export function reciprocal_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Reciprocal<f32>>(out, x, n);
}

export function relu_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Relu<f32>>(out, x, n);
}

export function floor_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Floor<f32>>(out, x, n);
}

export function ceil_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Ceil<f32>>(out, x, n);
}

export function round_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Round<f32>>(out, x, n);
}

export function sign_f32(out: usize, x: usize, n: i32): void {
  mapCheap<f32, Sign<f32>>(out, x, n);
}

export function neg_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Neg<f64>>(out, x, n);
}

export function abs_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Abs<f64>>(out, x, n);
}

export function sqrt_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Sqrt<f64>>(out, x, n);
}

export function rsqrt_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Rsqrt<f64>>(out, x, n);
}

export function square_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Square<f64>>(out, x, n);
}

export function reciprocal_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Reciprocal<f64>>(out, x, n);
}

export function relu_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Relu<f64>>(out, x, n);
}

export function floor_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Floor<f64>>(out, x, n);
}

export function ceil_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Ceil<f64>>(out, x, n);
}

export function round_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Round<f64>>(out, x, n);
}

export function sign_f64(out: usize, x: usize, n: i32): void {
  mapCheap<f64, Sign<f64>>(out, x, n);
}
