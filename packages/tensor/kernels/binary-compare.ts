// Comparisons of two strided 2-D operands into bytes 0 or 1. Greater, greaterEqual and notEqual are these with operands
// swapped or the byte flipped. Any comparison with NaN is false. Sixteen 32-bit lanes give sixteen bytes: four masks of
// 0 or -1 are narrowed twice, with saturation, which keeps both values.

// @ts-ignore: decorator
@unmanaged @final
class Less<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.lt<T>(a, b); }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): bool { return a < b; }
}

// @ts-ignore: decorator
@unmanaged @final
class LessEqual<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.le<T>(a, b); }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): bool { return a <= b; }
}

// @ts-ignore: decorator
@unmanaged @final
class Equal<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.eq<T>(a, b); }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): bool { return a == b; }
}

/** One row of 32-bit elements with column strides 0 or 1. */
// @ts-ignore: decorator
@inline
function vectorRow<T, Op>(out: usize, a: usize, b: usize, cols: i32, aSplat: bool, bSplat: bool): void {
  const op = changetype<Op>(0);
  const end = out + cols;
  const a0 = v128.splat<T>(load<T>(a));
  const b0 = v128.splat<T>(load<T>(b));
  for (; out + 16 <= end; out += 16) {
    const c = op.v(aSplat ? a0 : v128.load(a), bSplat ? b0 : v128.load(b));
    const d = op.v(aSplat ? a0 : v128.load(a, 16), bSplat ? b0 : v128.load(b, 16));
    const e = op.v(aSplat ? a0 : v128.load(a, 32), bSplat ? b0 : v128.load(b, 32));
    const f = op.v(aSplat ? a0 : v128.load(a, 48), bSplat ? b0 : v128.load(b, 48));
    const bytes = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(c, d), i16x8.narrow_i32x4_s(e, f));
    v128.store(out, v128.and(bytes, i8x16.splat(1)));
    if (!aSplat) a += 64;
    if (!bSplat) b += 64;
  }
  for (; out < end; out++) {
    store<u8>(out, <u8>op.s(load<T>(a), load<T>(b)));
    if (!aSplat) a += 4;
    if (!bSplat) b += 4;
  }
}

// @ts-ignore: decorator
@inline
function compare<T, Op>(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  if (rows <= 0 || cols <= 0) return;
  if (cols == 1) {
    cols = rows;
    aCol = aRow;
    bCol = bRow;
    rows = 1;
  } else if (aRow == cols * aCol && bRow == cols * bCol) {
    cols *= rows;
    rows = 1;
  }
  const shift = alignof<T>();
  const aStep = <usize>aRow << shift;
  const bStep = <usize>bRow << shift;
  const aNext = <usize>aCol << shift;
  const bNext = <usize>bCol << shift;
  for (; rows > 0; rows--, out += cols, a += aStep, b += bStep) {
    if (sizeof<T>() == 4 && aCol == 1 && bCol == 1) vectorRow<T, Op>(out, a, b, cols, false, false);
    else if (sizeof<T>() == 4 && aCol == 1 && bCol == 0) vectorRow<T, Op>(out, a, b, cols, false, true);
    else if (sizeof<T>() == 4 && aCol == 0 && bCol == 1) vectorRow<T, Op>(out, a, b, cols, true, false);
    else {
      let aAt = a;
      let bAt = b;
      for (let at = out, end = out + cols; at < end; at++, aAt += aNext, bAt += bNext) {
        store<u8>(at, <u8>changetype<Op>(0).s(load<T>(aAt), load<T>(bAt)));
      }
    }
  }
}

export function less_f32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  compare<f32, Less<f32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function lessEqual_f32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  compare<f32, LessEqual<f32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function equal_f32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  compare<f32, Equal<f32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function less_f64(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  compare<f64, Less<f64>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function lessEqual_f64(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  compare<f64, LessEqual<f64>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function equal_f64(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  compare<f64, Equal<f64>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function less_i32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  compare<i32, Less<i32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function lessEqual_i32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  compare<i32, LessEqual<i32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function equal_i32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  compare<i32, Equal<i32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}
