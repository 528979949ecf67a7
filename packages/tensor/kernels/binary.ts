// Arithmetic of two strided 2-D operands into contiguous memory. One generic loop is instantiated per operation and
// type; a row whose column strides are 0 or 1 runs on whole vectors (0 is splatted once), any other row lane by lane.
// The scalar and the vector form of an operation round identically, so an element's bits do not depend on its position.

// @ts-ignore: decorator
@unmanaged @final
class Add<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.add<T>(a, b); }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return <T>(a + b); }
}

// @ts-ignore: decorator
@unmanaged @final
class Sub<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.sub<T>(a, b); }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return <T>(a - b); }
}

// @ts-ignore: decorator
@unmanaged @final
class Mul<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.mul<T>(a, b); }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return <T>(a * b); }
}

// @ts-ignore: decorator
@unmanaged @final
class Div<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.div<T>(a, b); }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return <T>(a / b); }
}

/** WebAssembly's max and min return NaN when either operand is NaN, which is NumPy's maximum and minimum. */
// @ts-ignore: decorator
@unmanaged @final
class Max<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.max<T>(a, b); }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return max<T>(a, b); }
}

// @ts-ignore: decorator
@unmanaged @final
class Min<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.min<T>(a, b); }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return min<T>(a, b); }
}

/** One row with column strides 0 or 1; a splatted operand is loaded once. */
// @ts-ignore: decorator
@inline
function vectorRow<T, Op>(out: usize, a: usize, b: usize, cols: i32, aSplat: bool, bSplat: bool): void {
  const op = changetype<Op>(0);
  const end = out + (<usize>cols << alignof<T>());
  const a0 = v128.splat<T>(load<T>(a));
  const b0 = v128.splat<T>(load<T>(b));
  while (out + 64 <= end) {
    v128.store(out, op.v(aSplat ? a0 : v128.load(a), bSplat ? b0 : v128.load(b)));
    v128.store(out, op.v(aSplat ? a0 : v128.load(a, 16), bSplat ? b0 : v128.load(b, 16)), 16);
    v128.store(out, op.v(aSplat ? a0 : v128.load(a, 32), bSplat ? b0 : v128.load(b, 32)), 32);
    v128.store(out, op.v(aSplat ? a0 : v128.load(a, 48), bSplat ? b0 : v128.load(b, 48)), 48);
    out += 64;
    if (!aSplat) a += 64;
    if (!bSplat) b += 64;
  }
  while (out + 16 <= end) {
    v128.store(out, op.v(aSplat ? a0 : v128.load(a), bSplat ? b0 : v128.load(b)));
    out += 16;
    if (!aSplat) a += 16;
    if (!bSplat) b += 16;
  }
  while (out < end) {
    store<T>(out, op.s(load<T>(a), load<T>(b)));
    out += sizeof<T>();
    if (!aSplat) a += sizeof<T>();
    if (!bSplat) b += sizeof<T>();
  }
}

// @ts-ignore: decorator
@inline
function binary<T, Op>(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  if (rows <= 0 || cols <= 0) return;
  // A single column is a row seen sideways, and rows that follow each other in both operands are one long row.
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
  const outStep = <usize>cols << shift;
  const aStep = <usize>aRow << shift;
  const bStep = <usize>bRow << shift;
  const aNext = <usize>aCol << shift;
  const bNext = <usize>bCol << shift;
  for (; rows > 0; rows--) {
    if (aCol == 1 && bCol == 1) vectorRow<T, Op>(out, a, b, cols, false, false);
    else if (aCol == 1 && bCol == 0) vectorRow<T, Op>(out, a, b, cols, false, true);
    else if (aCol == 0 && bCol == 1) vectorRow<T, Op>(out, a, b, cols, true, false);
    else {
      let aAt = a;
      let bAt = b;
      for (let at = out, end = out + outStep; at < end; at += sizeof<T>(), aAt += aNext, bAt += bNext) {
        store<T>(at, changetype<Op>(0).s(load<T>(aAt), load<T>(bAt)));
      }
    }
    out += outStep;
    a += aStep;
    b += bStep;
  }
}

export function add_f32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f32, Add<f32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function sub_f32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f32, Sub<f32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function mul_f32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f32, Mul<f32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function div_f32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f32, Div<f32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function maximum_f32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f32, Max<f32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function minimum_f32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f32, Min<f32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function add_f64(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f64, Add<f64>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function sub_f64(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f64, Sub<f64>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function mul_f64(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f64, Mul<f64>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function div_f64(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f64, Div<f64>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function maximum_f64(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f64, Max<f64>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function minimum_f64(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<f64, Min<f64>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function add_i32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<i32, Add<i32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function sub_i32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<i32, Sub<i32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function mul_i32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<i32, Mul<i32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function maximum_i32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<i32, Max<i32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}

export function minimum_i32(
  out: usize, a: usize, b: usize, rows: i32, cols: i32, aRow: i32, aCol: i32, bRow: i32, bCol: i32,
): void {
  binary<i32, Min<i32>>(out, a, b, rows, cols, aRow, aCol, bRow, bCol);
}
