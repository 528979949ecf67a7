// Reductions over the middle axis of a contiguous [outer, n, step] block, for the first `inner` of its columns:
// out[o, j] = ⊕ x[o, :, j]. A thread that does a range of columns is given their addresses and their number.
//
// step = 1: a row is cut in blocks of 256 elements, each reduced in eight vector accumulators and a tree, and the
// blocks are combined pairwise. The rounding error of a sum is at most about (d + log₂(n / 256))·ε·Σ|x| with
// d = 8 + 5 for float32 and 16 + 4 for float64: it grows with log n.
// step > 1: vectors run along the row; the n summands of a column are added in runs of 64, the runs in runs of 64
// again, so the error is at most about (128 + n / 4096)·ε·Σ|x|.
// The order depends only on n and on whether step is 1, never on addresses or on how much is reduced together.

/** Elements reduced without recursion. */
const BLOCK: i32 = 256;

/** Summands of a column that one accumulator takes before it is folded into the next level. */
const RUN: i32 = 64;

/** Columns are reduced in panels of this many bytes, whose accumulators stay in the L1 cache. */
const PANEL: i32 = 4096;

/** Work space of a reduction with step > 1. */
export function reduceScratch(): i32 {
  return 2 * PANEL;
}

// @ts-ignore: decorator
@unmanaged @final
export class Sum<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.add<T>(a, b); }
  // @ts-ignore: decorator
  @inline quick(a: v128, b: v128): v128 { return v128.add<T>(a, b); }
  // @ts-ignore: decorator
  @inline watchesNaN(): bool { return false; }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return <T>(a + b); }
  // @ts-ignore: decorator
  @inline identity(): T { return <T>0; }
}

// @ts-ignore: decorator
@unmanaged @final
class Prod<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.mul<T>(a, b); }
  // @ts-ignore: decorator
  @inline quick(a: v128, b: v128): v128 { return v128.mul<T>(a, b); }
  // @ts-ignore: decorator
  @inline watchesNaN(): bool { return false; }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return <T>(a * b); }
  // @ts-ignore: decorator
  @inline identity(): T { return <T>1; }
}

/**
 * NaN propagates, as in NumPy's max. WebAssembly's max does that in some seven instructions, `v` in three: pmax keeps its
 * first argument when either is NaN, and the mask of a NaN in the second is itself a NaN. `quick` drops NaN, and is used
 * where the caller watches for NaN itself. Of two zeros the first is kept.
 */
// @ts-ignore: decorator
@unmanaged @final
export class Max<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.or(v128.pmax<T>(a, b), v128.ne<T>(b, b)); }
  // @ts-ignore: decorator
  @inline quick(a: v128, b: v128): v128 { return v128.pmax<T>(a, b); }
  // @ts-ignore: decorator
  @inline watchesNaN(): bool { return true; }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return b > a || b != b ? b : a; }
  // @ts-ignore: decorator
  @inline identity(): T { return <T>-Infinity; }
}

// @ts-ignore: decorator
@unmanaged @final
export class Min<T> {
  // @ts-ignore: decorator
  @inline v(a: v128, b: v128): v128 { return v128.or(v128.pmin<T>(a, b), v128.ne<T>(b, b)); }
  // @ts-ignore: decorator
  @inline quick(a: v128, b: v128): v128 { return v128.pmin<T>(a, b); }
  // @ts-ignore: decorator
  @inline watchesNaN(): bool { return true; }
  // @ts-ignore: decorator
  @inline s(a: T, b: T): T { return b < a || b != b ? b : a; }
  // @ts-ignore: decorator
  @inline identity(): T { return <T>Infinity; }
}

/** ⊕ over the lanes: (x0 ⊕ x2) ⊕ (x1 ⊕ x3), or x0 ⊕ x1 for doubles. */
// @ts-ignore: decorator
@inline
function lanes<T, Op>(x: v128): T {
  const op = changetype<Op>(0);
  const halves = op.v(x, v128.shuffle<i64>(x, x, 1, 0));
  if (sizeof<T>() == 8) return v128.extract_lane<T>(halves, 0);
  else return op.s(v128.extract_lane<T>(halves, 0), v128.extract_lane<T>(halves, 1));
}

/** `seen`, with the lanes set in which x is NaN. */
// @ts-ignore: decorator
@inline
function watch<T, Op>(seen: v128, x: v128): v128 {
  return changetype<Op>(0).watchesNaN() ? v128.or(seen, v128.ne<T>(x, x)) : seen;
}

/** At most BLOCK contiguous elements. */
// @ts-ignore: decorator
@inline
function block<T, Op>(x: usize, n: i32): T {
  const op = changetype<Op>(0);
  const end = x + (<usize>n << alignof<T>());
  let result = op.identity();
  let seen = i32x4.splat(0);
  if (x + 128 <= end) {
    let a = v128.splat<T>(op.identity());
    let b = a, c = a, d = a, e = a, f = a, g = a, h = a;
    for (; x + 128 <= end; x += 128) {
      const x0 = v128.load(x), x1 = v128.load(x, 16), x2 = v128.load(x, 32), x3 = v128.load(x, 48);
      a = op.quick(a, x0);
      b = op.quick(b, x1);
      c = op.quick(c, x2);
      d = op.quick(d, x3);
      seen = watch<T, Op>(watch<T, Op>(watch<T, Op>(watch<T, Op>(seen, x0), x1), x2), x3);
      const x4 = v128.load(x, 64), x5 = v128.load(x, 80), x6 = v128.load(x, 96), x7 = v128.load(x, 112);
      e = op.quick(e, x4);
      f = op.quick(f, x5);
      g = op.quick(g, x6);
      h = op.quick(h, x7);
      seen = watch<T, Op>(watch<T, Op>(watch<T, Op>(watch<T, Op>(seen, x4), x5), x6), x7);
    }
    const tree = op.quick(op.quick(op.quick(a, b), op.quick(c, d)), op.quick(op.quick(e, f), op.quick(g, h)));
    result = lanes<T, Op>(tree);
  }
  if (x + 16 <= end) {
    let a = v128.splat<T>(op.identity());
    for (; x + 16 <= end; x += 16) {
      const x0 = v128.load(x);
      a = op.quick(a, x0);
      seen = watch<T, Op>(seen, x0);
    }
    result = op.s(result, lanes<T, Op>(a));
  }
  for (; x < end; x += sizeof<T>()) result = op.s(result, load<T>(x));
  return op.watchesNaN() && v128.any_true(seen) ? <T>NaN : result;
}

/** A contiguous row: halves at a multiple of BLOCK until a block is left. */
export function row<T, Op>(x: usize, n: i32): T {
  if (n <= BLOCK) return block<T, Op>(x, n);
  const half = ((n + BLOCK - 1) / BLOCK >> 1) * BLOCK;
  const left = row<T, Op>(x, half);
  return changetype<Op>(0).s(left, row<T, Op>(x + (<usize>half << alignof<T>()), n - half));
}

/**
 * out ⊕= the next `rows` ≤ RUN rows of `bytes` bytes, whole vectors, in order. Eight rows are read side by side: as many
 * streams that the processor fetches ahead, where walking down one column at a time would wait for a new page at each row.
 */
// @ts-ignore: decorator
@inline
function addRows<T, Op>(out: usize, x: usize, rows: i32, bytes: usize, step: usize): void {
  const op = changetype<Op>(0);
  for (; rows >= 8; rows -= 8, x += 8 * step) {
    for (let j: usize = 0; j < bytes; j += 16) {
      const p = x + j;
      const q = p + 4 * step;
      let a = op.v(v128.load(out + j), v128.load(p));
      a = op.v(a, v128.load(p + step));
      a = op.v(a, v128.load(p + 2 * step));
      a = op.v(a, v128.load(p + 3 * step));
      a = op.v(a, v128.load(q));
      a = op.v(a, v128.load(q + step));
      a = op.v(a, v128.load(q + 2 * step));
      v128.store(out + j, op.v(a, v128.load(q + 3 * step)));
    }
  }
  for (; rows > 0; rows--, x += step) {
    for (let j: usize = 0; j < bytes; j += 16) v128.store(out + j, op.v(v128.load(out + j), v128.load(x + j)));
  }
}

/** out = ⊕ of n rows of `bytes` bytes, by runs of runs; `work` has room for two such rows. */
function columns<T, Op>(out: usize, x: usize, n: i32, bytes: usize, step: usize, work: usize): void {
  if (n <= RUN) {
    const nothing = v128.splat<T>(changetype<Op>(0).identity());
    for (let j: usize = 0; j < bytes; j += 16) v128.store(out + j, nothing);
    addRows<T, Op>(out, x, n, bytes, step);
    return;
  }
  const part = n <= RUN * RUN ? RUN : RUN * RUN;
  columns<T, Op>(out, x, part, bytes, step, work);
  for (let i = part; i < n; i += part) {
    columns<T, Op>(work, x + <usize>i * step, min(part, n - i), bytes, step, work + bytes);
    const op = changetype<Op>(0);
    for (let j: usize = 0; j < bytes; j += 16) v128.store(out + j, op.v(v128.load(out + j), v128.load(work + j)));
  }
}

/** One column; the same order as the vector forms, so a column's bits do not depend on its neighbours. */
// @ts-ignore: decorator
@inline
function column<T, Op>(out: usize, x: usize, n: i32, step: usize): void {
  const op = changetype<Op>(0);
  let a = op.identity();
  for (let i = 0; i < n; ) {
    let a1 = op.identity();
    const superEnd = min(n, i + RUN * RUN);
    while (i < superEnd) {
      let a0 = op.identity();
      for (const runEnd = min(n, i + RUN); i < runEnd; i++, x += step) a0 = op.s(a0, load<T>(x));
      a1 = op.s(a1, a0);
    }
    a = op.s(a, a1);
  }
  store<T>(out, a);
}

// @ts-ignore: decorator
@inline
function reduce<T, Op>(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, work: usize): void {
  const next = <usize>step << alignof<T>();
  if (step == 1) {
    for (; outer > 0; outer--, out += sizeof<T>(), x += <usize>n << alignof<T>()) store<T>(out, row<T, Op>(x, n));
    return;
  }
  const bytes = <usize>inner << alignof<T>();
  for (; outer > 0; outer--, out += next, x += <usize>n * next) {
    let j: usize = 0;
    for (let width: usize; (width = min(<usize>PANEL, bytes - j) & ~15) > 0; j += width) {
      columns<T, Op>(out + j, x + j, n, width, next, work);
    }
    if (j == bytes) continue;
    // The last columns are done with some before them, once more, as a whole vector.
    if (bytes >= 16) columns<T, Op>(out + bytes - 16, x + bytes - 16, n, 16, next, work);
    else for (; j < bytes; j += sizeof<T>()) column<T, Op>(out + j, x + j, n, next);
  }
}

export function sum_f32(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, work: usize): void {
  reduce<f32, Sum<f32>>(out, x, outer, n, inner, step, work);
}

export function prod_f32(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, work: usize): void {
  reduce<f32, Prod<f32>>(out, x, outer, n, inner, step, work);
}

export function max_f32(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, work: usize): void {
  reduce<f32, Max<f32>>(out, x, outer, n, inner, step, work);
}

export function min_f32(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, work: usize): void {
  reduce<f32, Min<f32>>(out, x, outer, n, inner, step, work);
}

export function sum_f64(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, work: usize): void {
  reduce<f64, Sum<f64>>(out, x, outer, n, inner, step, work);
}

export function prod_f64(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, work: usize): void {
  reduce<f64, Prod<f64>>(out, x, outer, n, inner, step, work);
}

export function max_f64(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, work: usize): void {
  reduce<f64, Max<f64>>(out, x, outer, n, inner, step, work);
}

export function min_f64(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, work: usize): void {
  reduce<f64, Min<f64>>(out, x, outer, n, inner, step, work);
}
