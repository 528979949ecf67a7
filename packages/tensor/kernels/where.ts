// out[i] = cond[i] ≠ 0 ? a[i·aStep] : b[i·bStep] on contiguous operands, or with a step of 0 on single values; the bits are
// moved as they are.

export function where_32(out: usize, cond: usize, a: usize, b: usize, n: i32, aStep: i32, bStep: i32): void {
  const end = out + (<usize>n << 2);
  const aBytes = <usize>aStep << 2, bBytes = <usize>bStep << 2;
  for (; out + 16 <= end; out += 16, a += 4 * aBytes, b += 4 * bBytes, cond += 4) {
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(cond)));
    const x = aStep ? v128.load(a) : v128.load32_splat(a);
    const y = bStep ? v128.load(b) : v128.load32_splat(b);
    v128.store(out, v128.bitselect(x, y, i32x4.ne(wide, i32x4.splat(0))));
  }
  for (; out < end; out += 4, a += aBytes, b += bBytes, cond++) {
    store<i32>(out, load<u8>(cond) ? load<i32>(a) : load<i32>(b));
  }
}

export function where_64(out: usize, cond: usize, a: usize, b: usize, n: i32, aStep: i32, bStep: i32): void {
  const aBytes = <usize>aStep << 3, bBytes = <usize>bStep << 3;
  for (const end = out + (<usize>n << 3); out < end; out += 8, a += aBytes, b += bBytes, cond++) {
    store<i64>(out, load<u8>(cond) ? load<i64>(a) : load<i64>(b));
  }
}

export function where_8(out: usize, cond: usize, a: usize, b: usize, n: i32, aStep: i32, bStep: i32): void {
  for (const end = out + n; out < end; out++, a += aStep, b += bStep, cond++) {
    store<u8>(out, load<u8>(cond) ? load<u8>(a) : load<u8>(b));
  }
}
