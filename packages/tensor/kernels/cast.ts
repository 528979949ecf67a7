// Conversions between the element types of contiguous arrays. To int32, fractions are cut towards zero, values out of
// range are clamped and NaN gives 0 (WebAssembly's saturating truncation). To bool, everything but ±0 is 1, NaN too.

// @ts-ignore: decorator
@inline
function cast<From, To>(out: usize, x: usize, n: i32): void {
  for (const end = out + (<usize>n << alignof<To>()); out < end; out += sizeof<To>(), x += sizeof<From>()) {
    store<To>(out, <To>load<From>(x));
  }
}

// @ts-ignore: decorator
@inline
function truth<From>(out: usize, x: usize, n: i32): void {
  for (const end = out + n; out < end; out++, x += sizeof<From>()) store<u8>(out, <u8>(load<From>(x) != 0));
}

export function cast_f32_f64(out: usize, x: usize, n: i32): void {
  for (; n >= 4; n -= 4, out += 32, x += 16) {
    const v = v128.load(x);
    v128.store(out, f64x2.promote_low_f32x4(v));
    v128.store(out, f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0)), 16);
  }
  cast<f32, f64>(out, x, n);
}

export function cast_f64_f32(out: usize, x: usize, n: i32): void {
  for (; n >= 4; n -= 4, out += 16, x += 32) {
    const low = f32x4.demote_f64x2_zero(v128.load(x));
    const high = f32x4.demote_f64x2_zero(v128.load(x, 16));
    v128.store(out, v128.shuffle<i64>(low, high, 0, 2));
  }
  cast<f64, f32>(out, x, n);
}

export function cast_i32_f32(out: usize, x: usize, n: i32): void {
  for (; n >= 4; n -= 4, out += 16, x += 16) v128.store(out, f32x4.convert_i32x4_s(v128.load(x)));
  cast<i32, f32>(out, x, n);
}

export function cast_f32_i32(out: usize, x: usize, n: i32): void {
  for (; n >= 4; n -= 4, out += 16, x += 16) v128.store(out, i32x4.trunc_sat_f32x4_s(v128.load(x)));
  for (; n > 0; n--, out += 4, x += 4) {
    store<i32>(out, i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(v128.load32_zero(x)), 0));
  }
}

export function cast_f64_i32(out: usize, x: usize, n: i32): void {
  for (; n > 0; n--, out += 4, x += 8) {
    store<i32>(out, i32x4.extract_lane(i32x4.trunc_sat_f64x2_s_zero(v128.load64_zero(x)), 0));
  }
}

export function cast_u8_f32(out: usize, x: usize, n: i32): void {
  for (; n >= 4; n -= 4, out += 16, x += 4) {
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x)));
    v128.store(out, f32x4.convert_i32x4_s(wide));
  }
  cast<u8, f32>(out, x, n);
}

export function cast_i32_f64(out: usize, x: usize, n: i32): void {
  cast<i32, f64>(out, x, n);
}

export function cast_u8_f64(out: usize, x: usize, n: i32): void {
  cast<u8, f64>(out, x, n);
}

export function cast_u8_i32(out: usize, x: usize, n: i32): void {
  cast<u8, i32>(out, x, n);
}

export function cast_f32_bool(out: usize, x: usize, n: i32): void {
  truth<f32>(out, x, n);
}

export function cast_f64_bool(out: usize, x: usize, n: i32): void {
  truth<f64>(out, x, n);
}

export function cast_i32_bool(out: usize, x: usize, n: i32): void {
  truth<i32>(out, x, n);
}

export function cast_u8_bool(out: usize, x: usize, n: i32): void {
  truth<u8>(out, x, n);
}
