// One value repeated n times.

export function fill_8(out: usize, bits: i32, n: i32): void {
  memory.fill(out, <u8>bits, n);
}

export function fill_32(out: usize, bits: i32, n: i32): void {
  const x = i32x4.splat(bits);
  const end = out + (<usize>n << 2);
  for (; out + 32 <= end; out += 32) {
    v128.store(out, x);
    v128.store(out, x, 16);
  }
  for (; out < end; out += 4) store<i32>(out, bits);
}

/** Takes the value as a double: an i64 argument would cost the caller a BigInt. */
export function fill_64(out: usize, value: f64, n: i32): void {
  const x = f64x2.splat(value);
  const end = out + (<usize>n << 3);
  for (; out + 32 <= end; out += 32) {
    v128.store(out, x);
    v128.store(out, x, 16);
  }
  for (; out < end; out += 8) store<f64>(out, value);
}
