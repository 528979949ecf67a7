import { exp1, expNonPositive4 } from './exp';
import { loadPart, storePart } from './partial';
import { log4 } from './log';
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

/** The lowest finite float. */
const LOWEST: f32 = -3.4028234663852886e38;

/**
 * Turns the scores of two neighbouring strips into e^{s - max}; sums and maxima go behind them. `width` is a multiple of
 * four, the same for both, so that the loop's end is foreseen; scores that do not count are -Inf, up to a multiple of
 * eight. Two rows at a time keep the vector units busy across the latencies of max and exp.
 */
export function exponentiate(s: usize, width: i32): void {
  const end = s + (<usize>width << 2);
  let left0 = f32x4.splat(-Infinity), left1 = left0, right0 = left0, right1 = left0;
  for (let at = s; at < end; at += 32) {
    left0 = f32x4.pmax(left0, v128.load(at));
    left1 = f32x4.pmax(left1, v128.load(at, STRIP));
    right0 = f32x4.pmax(right0, v128.load(at, 16));
    right1 = f32x4.pmax(right1, v128.load(at, STRIP + 16));
  }
  const max0 = max4(f32x4.pmax(left0, right0)), max1 = max4(f32x4.pmax(left1, right1));
  store<f32>(s, max0, MAXIMUM);
  store<f32>(s, max1, STRIP + MAXIMUM);

  // Scores that are all -Inf sum up to 0; against their own maximum they would be NaN.
  const shift0 = f32x4.splat(max<f32>(max0, LOWEST)), shift1 = f32x4.splat(max<f32>(max1, LOWEST));
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

/**
 * -Inf into the twelve scores from `count` on: the last row of a block sees at most five keys more than the first, and
 * their number is rounded up to a multiple of eight. No loop, whose end would be foreseen badly.
 */
// @ts-ignore: decorator
@inline
export function mask(s: usize, count: i32): void {
  const hidden = f32x4.splat(-Infinity);
  s += <usize>count << 2;
  v128.store(s, hidden);
  v128.store(s, hidden, 16);
  v128.store(s, hidden, 32);
}

/**
 * Adds one query's attention over a tile, y / sum, to what out, top and total hold of the tiles before: result,
 * largest score and Σ e^{score - top}. s is its strip.
 */
export function merge(out: usize, top: usize, total: usize, y: usize, s: usize, dim: i32, first: bool): void {
  let highest = load<f32>(s, MAXIMUM);
  let sum = load<f32>(s, SUM);
  let old: f32 = 0;
  let scale: f32 = 1 / sum;
  // Tiles with no score above -Inf have sum 0 and the result NaN, which stays if there is no other.
  const before = load<f32>(total);
  const fresh = first || before == 0;
  if (!fresh) {
    if (sum == 0) return;
    // The weights are taken against the larger maximum and divided by their sum: they add up to 1 to the last bit.
    const m = highest;
    highest = max(m, load<f32>(top));
    const weightBefore = before * exp1(load<f32>(top) - highest);
    const weight = exp1(m - highest);
    sum = weightBefore + weight * sum;
    old = weightBefore / sum;
    scale = weight / sum;
  }
  store<f32>(top, highest);
  store<f32>(total, sum);
  const weight = f32x4.splat(scale);
  const keep = f32x4.splat(old);
  for (let d = dim; d > 0; d -= 4, out += 16, y += 16) {
    let value = f32x4.mul(v128.load(y), weight);
    if (d >= 4) {
      if (!fresh) value = madd4(v128.load(out), keep, value);
      v128.store(out, value);
    } else {
      if (!fresh) value = madd4(loadPart<f32>(out, d), keep, value);
      storePart<f32>(out, value, d);
    }
  }
}

/** Queries of a block that see no key of any tile: out 0, lse -Inf. */
// @ts-ignore: decorator
@inline
export function clear(out: usize, top: usize, total: usize, dim: i32): void {
  memory.fill(out, 0, <usize>dim << 2);
  store<f32>(top, -Infinity);
  store<f32>(total, 0);
}

/** lse = top + ln total, in the place of top; totals are read in whole vectors. */
export function logSums(lse: usize, total: usize, n: i32): void {
  for (; n > 0; n -= 4, lse += 16, total += 16) {
    const logs = log4(v128.load(total));
    if (n >= 4) v128.store(lse, f32x4.add(v128.load(lse), logs));
    else storePart<f32>(lse, f32x4.add(loadPart<f32>(lse, n), logs), n);
  }
}
