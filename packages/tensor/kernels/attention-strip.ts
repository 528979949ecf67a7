import { exp1, expNonPositive4 } from './exp';
import { loadPart, storePart } from './partial';
import { max4 } from './row';
import { madd4, sum4 } from './vector';

// What attention does to one query between its two products: scores → unnormalised probabilities, and a tile's result
// into the result so far.

/** Keys of a tile: the scores of one query against them are a strip of 2,048 bytes. */
export const KEYS: i32 = 512;

/** Bytes between strips; the odd cache line keeps them out of each other's sets and holds two numbers of the row. */
export const STRIP: usize = 2112;
const MAXIMUM: usize = 2048;
const SUM: usize = 2052;

/**
 * Turns the scores of two neighbouring strips into e^{s - max}; sums and maxima go behind them. `width` is a multiple of
 * four, the same for both, so that the loop's end is foreseen; scores that do not count are -Inf. Two rows at a time
 * keep the vector units busy across the latencies of max and exp.
 */
// @ts-ignore: decorator
@inline
export function exponentiate(s: usize, width: i32): void {
  const end = s + (<usize>width << 2);
  let top0 = f32x4.splat(-Infinity), top1 = top0;
  for (let at = s; at < end; at += 16) {
    top0 = f32x4.pmax(top0, v128.load(at));
    top1 = f32x4.pmax(top1, v128.load(at, STRIP));
  }
  const max0 = max4(top0), max1 = max4(top1);
  store<f32>(s, max0, MAXIMUM);
  store<f32>(s, max1, STRIP + MAXIMUM);

  const shift0 = f32x4.splat(max0), shift1 = f32x4.splat(max1);
  let sum0 = f32x4.splat(0), sum1 = sum0;
  for (let at = s; at < end; at += 16) {
    const p0 = expNonPositive4(f32x4.sub(v128.load(at), shift0));
    const p1 = expNonPositive4(f32x4.sub(v128.load(at, STRIP), shift1));
    v128.store(at, p0);
    v128.store(at, p1, STRIP);
    sum0 = f32x4.add(sum0, p0);
    sum1 = f32x4.add(sum1, p1);
  }
  store<f32>(s, sum4(sum0), SUM);
  store<f32>(s, sum4(sum1), STRIP + SUM);
}

/** -Inf into the scores from `count` up to `width`. */
// @ts-ignore: decorator
@inline
export function mask(s: usize, count: i32, width: i32): void {
  for (let at = s + (<usize>count << 2), end = s + (<usize>width << 2); at < end; at += 4) store<f32>(at, -Infinity);
}

/** Adds one query's attention over a tile, y / sum, to what (out, lse) hold of the tiles before; s is its strip. */
// @ts-ignore: decorator
@inline
export function merge(out: usize, lse: usize, y: usize, s: usize, dim: i32, first: bool): void {
  const m = load<f32>(s, MAXIMUM);
  const sum = load<f32>(s, SUM);
  let old: f32 = 0;
  let scale: f32 = 1 / sum;
  let next = m + NativeMathf.log(sum);
  if (!first) {
    // The weights are taken against the larger part and divided by their sum: they add up to 1 to the last bit.
    const before = load<f32>(lse);
    const top = max(before, next);
    const weightBefore = exp1(before - top);
    const weightNext = exp1(next - top);
    const total = weightBefore + weightNext;
    old = weightBefore / total;
    scale = weightNext / total / sum;
    next = top + NativeMathf.log(total);
  }
  store<f32>(lse, next);
  const weight = f32x4.splat(scale);
  const keep = f32x4.splat(old);
  for (let d = dim; d > 0; d -= 4, out += 16, y += 16) {
    let value = f32x4.mul(v128.load(y), weight);
    if (d >= 4) {
      if (!first) value = madd4(v128.load(out), keep, value);
      v128.store(out, value);
    } else {
      if (!first) value = madd4(loadPart<f32>(out, d), keep, value);
      storePart<f32>(out, value, d);
    }
  }
}

/** Queries of a block that see no key of any tile: out 0, lse -Inf. */
// @ts-ignore: decorator
@inline
export function clear(out: usize, lse: usize, dim: i32): void {
  memory.fill(out, 0, <usize>dim << 2);
  store<f32>(lse, -Infinity);
}
