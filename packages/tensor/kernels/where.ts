// out[i] = cond[i] ≠ 0 ? a[i] : b[i] on contiguous operands; the bits are moved as they are.

export function where_32(out: usize, cond: usize, a: usize, b: usize, n: i32): void {
  const end = out + (<usize>n << 2);
  for (; out + 16 <= end; out += 16, a += 16, b += 16, cond += 4) {
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(cond)));
    v128.store(out, v128.bitselect(v128.load(a), v128.load(b), i32x4.ne(wide, i32x4.splat(0))));
  }
  for (; out < end; out += 4, a += 4, b += 4, cond++) store<i32>(out, load<u8>(cond) ? load<i32>(a) : load<i32>(b));
}

export function where_64(out: usize, cond: usize, a: usize, b: usize, n: i32): void {
  for (const end = out + (<usize>n << 3); out < end; out += 8, a += 8, b += 8, cond++) {
    store<i64>(out, load<u8>(cond) ? load<i64>(a) : load<i64>(b));
  }
}

export function where_8(out: usize, cond: usize, a: usize, b: usize, n: i32): void {
  for (const end = out + n; out < end; out++, a++, b++, cond++) {
    store<u8>(out, load<u8>(cond) ? load<u8>(a) : load<u8>(b));
  }
}
