// Indices of the largest or smallest element along the middle axis of [outer, n, step], for the first `inner` columns, as
// i32. The first of equals wins, and the first NaN wins over everything, as in NumPy. n ≥ 1.
//
// step = 1: the extreme value is found first (max and min propagate NaN), then its first occurrence is searched for,
// both whole vectors at a time: two quick passes instead of one that carries indices.
// step > 1: value and index are kept for sixteen or four columns at once (float32), or for one.
import { Max, Min, row } from './reduce';

/** First position of `value` in a row that contains it; any NaN matches NaN. */
// @ts-ignore: decorator
@inline
function find<T>(x: usize, n: i32, value: T): i32 {
  const wanted = v128.splat<T>(value);
  const nan = value != value;
  const end = x + (<usize>n << alignof<T>());
  let at = x;
  for (; at + 16 <= end; at += 16) {
    const v = v128.load(at);
    const hit = nan ? v128.ne<T>(v, v) : v128.eq<T>(v, wanted);
    if (v128.any_true(hit)) break;
  }
  for (; at < end; at += sizeof<T>()) {
    const element = load<T>(at);
    if (nan ? element != element : element == value) break;
  }
  return <i32>((at - x) >> alignof<T>());
}

/** Whether b replaces a as the best so far. */
// @ts-ignore: decorator
@inline
function beats<T>(b: T, a: T, largest: bool): bool {
  return (largest ? b > a : b < a) || (b != b && a == a);
}

// @ts-ignore: decorator
@inline
function column<T>(out: usize, x: usize, n: i32, step: usize, largest: bool): void {
  let best = load<T>(x);
  let index = 0;
  for (let i = 1; i < n; i++) {
    x += step;
    const value = load<T>(x);
    if (beats<T>(value, best, largest)) {
      best = value;
      index = i;
    }
  }
  store<i32>(out, index);
}

/** The lanes in which b replaces a as the best so far. */
// @ts-ignore: decorator
@inline
function beats4(b: v128, a: v128, largest: bool): v128 {
  const ahead = largest ? f32x4.gt(b, a) : f32x4.lt(b, a);
  return v128.or(ahead, v128.and(f32x4.ne(b, b), f32x4.eq(a, a)));
}

// @ts-ignore: decorator
@inline
function columns4(out: usize, x: usize, n: i32, step: usize, largest: bool): void {
  let best = v128.load(x);
  let index = i32x4.splat(0);
  for (let i = 1; i < n; i++) {
    x += step;
    const value = v128.load(x);
    const wins = beats4(value, best, largest);
    best = v128.bitselect(value, best, wins);
    index = v128.bitselect(i32x4.splat(i), index, wins);
  }
  v128.store(out, index);
}

/** Sixteen columns, a cache line of a row: when the next ones are looked for, the line may be gone. */
// @ts-ignore: decorator
@inline
function columns16(out: usize, x: usize, n: i32, step: usize, largest: bool): void {
  let best0 = v128.load(x), best1 = v128.load(x, 16), best2 = v128.load(x, 32), best3 = v128.load(x, 48);
  let index0 = i32x4.splat(0), index1 = index0, index2 = index0, index3 = index0;
  for (let i = 1; i < n; i++) {
    x += step;
    const at = i32x4.splat(i);
    const value0 = v128.load(x);
    const wins0 = beats4(value0, best0, largest);
    best0 = v128.bitselect(value0, best0, wins0);
    index0 = v128.bitselect(at, index0, wins0);
    const value1 = v128.load(x, 16);
    const wins1 = beats4(value1, best1, largest);
    best1 = v128.bitselect(value1, best1, wins1);
    index1 = v128.bitselect(at, index1, wins1);
    const value2 = v128.load(x, 32);
    const wins2 = beats4(value2, best2, largest);
    best2 = v128.bitselect(value2, best2, wins2);
    index2 = v128.bitselect(at, index2, wins2);
    const value3 = v128.load(x, 48);
    const wins3 = beats4(value3, best3, largest);
    best3 = v128.bitselect(value3, best3, wins3);
    index3 = v128.bitselect(at, index3, wins3);
  }
  v128.store(out, index0);
  v128.store(out, index1, 16);
  v128.store(out, index2, 32);
  v128.store(out, index3, 48);
}

// @ts-ignore: decorator
@inline
function argreduce<T>(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32, largest: bool): void {
  const next = <usize>step << alignof<T>();
  for (; outer > 0; outer--, out += <usize>step << 2, x += <usize>n * next) {
    if (step == 1) {
      store<i32>(out, find<T>(x, n, largest ? row<T, Max<T>>(x, n) : row<T, Min<T>>(x, n)));
      continue;
    }
    let at = x;
    let to = out;
    const end = out + (<usize>inner << 2);
    if (sizeof<T>() == 4) for (; to + 64 <= end; to += 64, at += 64) columns16(to, at, n, next, largest);
    if (sizeof<T>() == 4) for (; to + 16 <= end; to += 16, at += 16) columns4(to, at, n, next, largest);
    for (; to < end; to += 4, at += sizeof<T>()) column<T>(to, at, n, next, largest);
  }
}

export function argmax_f32(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32): void {
  argreduce<f32>(out, x, outer, n, inner, step, true);
}

export function argmax_f64(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32): void {
  argreduce<f64>(out, x, outer, n, inner, step, true);
}

export function argmin_f32(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32): void {
  argreduce<f32>(out, x, outer, n, inner, step, false);
}

export function argmin_f64(out: usize, x: usize, outer: i32, n: i32, inner: i32, step: i32): void {
  argreduce<f64>(out, x, outer, n, inner, step, false);
}
