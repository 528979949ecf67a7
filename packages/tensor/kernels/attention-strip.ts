import { exp1, expNonPositive4 } from './exp';
import { loadPart, storePart } from './partial';
import { laneMask, max4 } from './row';
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
 * Turns the scores s[0 … keys) of one query into e^{s·scale - max}, followed by zeros up to `width`; their
 * sum and maximum go to s + SUM and s + MAXIMUM.
 */
// @ts-ignore: decorator
@inline
export function exponentiate(s: usize, keys: i32, width: i32, scale: v128): void {
  const lowest = f32x4.splat(-Infinity);
  const whole = s + (<usize>(keys & ~3) << 2);
  const rest = keys & 3;
  let top = lowest;
  let at = s;
  for (; at < whole; at += 16) top = f32x4.max(top, f32x4.mul(v128.load(at), scale));
  const mask = laneMask(rest);
  if (rest) top = f32x4.max(top, v128.bitselect(f32x4.mul(v128.load(at), scale), lowest, mask));
  const m = max4(top);
  store<f32>(s, m, MAXIMUM);

  const shift = f32x4.splat(-m);
  let sum = f32x4.splat(0);
  for (at = s; at < whole; at += 16) {
    const p = expNonPositive4(madd4(v128.load(at), scale, shift));
    v128.store(at, p);
    sum = f32x4.add(sum, p);
  }
  if (rest) {
    const p = v128.and(expNonPositive4(madd4(v128.load(at), scale, shift)), mask);
    v128.store(at, p);
    sum = f32x4.add(sum, p);
    at += 16;
  }
  for (const end = s + (<usize>width << 2); at < end; at += 16) v128.store(at, f32x4.splat(0));
  store<f32>(s, sum4(sum), SUM);
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
