import { loadPart, storePart } from './partial';
import { sum4 } from './vector';

// Two generic passes over a contiguous float row, shared by the row-wise kernels (softmax, cross entropy, layer norm).
// An operation is a stateless class with `v(x, y, c, d)` on vectors, inlined; c and d are splatted row constants. The last,
// incomplete vector goes through the same arithmetic, so an element's bits do not depend on its position.

/** Elements summed in float32 before the partial sum is added to a double. */
const BLOCK: i32 = 512;

/** All bits of the first `count` lanes. */
// @ts-ignore: decorator
@inline
export function laneMask(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** out[i] = op(x[i], y[i]); out may equal x or y. */
// @ts-ignore: decorator
@inline
export function mapRow<Op>(out: usize, x: usize, y: usize, n: i32, c: v128, d: v128): void {
  const op = changetype<Op>(0);
  const end = out + (<usize>(n & ~3) << 2);
  for (; out < end; out += 16, x += 16, y += 16) v128.store(out, op.v(v128.load(x), v128.load(y), c, d));
  const rest = n & 3;
  if (rest) storePart<f32>(out, op.v(loadPart<f32>(x, rest), loadPart<f32>(y, rest), c, d), rest);
}

/**
 * Σ op(x[i], y[i]), and the terms themselves into `out` where the operation stores.
 *
 * Blocks of 512 are summed in four vector accumulators (chains of 32 plus a tree), block sums in a double: the rounding
 * error stays below 36·ε·Σ|term| for any n. The order depends on n alone.
 */
// @ts-ignore: decorator
@inline
export function sumRow<Op>(out: usize, x: usize, y: usize, n: i32, c: v128): f64 {
  const op = changetype<Op>(0);
  let total: f64 = 0;
  while (n > 0) {
    const size = min(n, BLOCK);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let i = size;
    for (; i >= 16; i -= 16) {
      const t0 = op.v(v128.load(x), v128.load(y), c);
      const t1 = op.v(v128.load(x, 16), v128.load(y, 16), c);
      const t2 = op.v(v128.load(x, 32), v128.load(y, 32), c);
      const t3 = op.v(v128.load(x, 48), v128.load(y, 48), c);
      if (op.stores()) {
        v128.store(out, t0);
        v128.store(out, t1, 16);
        v128.store(out, t2, 32);
        v128.store(out, t3, 48);
      }
      s0 = f32x4.add(s0, t0);
      s1 = f32x4.add(s1, t1);
      s2 = f32x4.add(s2, t2);
      s3 = f32x4.add(s3, t3);
      out += 64, x += 64, y += 64;
    }
    for (; i >= 4; i -= 4) {
      const t = op.v(v128.load(x), v128.load(y), c);
      if (op.stores()) v128.store(out, t);
      s0 = f32x4.add(s0, t);
      out += 16, x += 16, y += 16;
    }
    if (i) {
      const t = op.v(loadPart<f32>(x, i), loadPart<f32>(y, i), c);
      if (op.stores()) storePart<f32>(out, t, i);
      s1 = f32x4.add(s1, v128.and(t, laneMask(i)));
    }
    total += <f64>sum4(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    n -= size;
  }
  return total;
}

/**
 * max x[i], passing over NaN; -Inf for an empty row. NaN reaches the result through its own term, and pmax (a < b ? b : a)
 * is one instruction where max, which must look for NaN, is eight.
 */
// @ts-ignore: decorator
@inline
export function maxRow(x: usize, n: i32): f32 {
  const lowest = f32x4.splat(-Infinity);
  let m0 = lowest, m1 = lowest;
  let i = n;
  for (; i >= 8; i -= 8, x += 32) {
    m0 = f32x4.pmax(m0, v128.load(x));
    m1 = f32x4.pmax(m1, v128.load(x, 16));
  }
  if (i >= 4) {
    m0 = f32x4.pmax(m0, v128.load(x));
    i -= 4, x += 16;
  }
  if (i) m1 = f32x4.pmax(m1, v128.bitselect(loadPart<f32>(x, i), lowest, laneMask(i)));
  return max4(f32x4.pmax(m0, m1));
}

/** Largest of the four lanes, none of which is NaN. */
// @ts-ignore: decorator
@inline
export function max4(x: v128): f32 {
  const pairs = f32x4.pmax(x, i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return max<f32>(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

/** A term of Σ x. */
// @ts-ignore: decorator
@unmanaged @final
export class Identity {
  // @ts-ignore: decorator
  @inline v(x: v128, _y: v128, _c: v128): v128 { return x; }
  // @ts-ignore: decorator
  @inline stores(): bool { return false; }
}

/** A term of Σ x·y. */
// @ts-ignore: decorator
@unmanaged @final
export class Product {
  // @ts-ignore: decorator
  @inline v(x: v128, y: v128, _c: v128): v128 { return f32x4.mul(x, y); }
  // @ts-ignore: decorator
  @inline stores(): bool { return false; }
}
