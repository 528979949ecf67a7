import { loadPart, storePart } from './partial';

// Dropout whose mask is a function of (key, i) alone: backward is the same kernel on dy with the same key, nothing is
// stored, and any partition of the work gives the same bits. The bits are Philox4x32-10 (Salmon, Moraes, Dror & Shaw,
// "Parallel random numbers: as easy as 1, 2, 3", SC 2011) of the counter (c, c / 2³², 0, 0). Four counters are worked on side
// by side, one per lane: word j of counter 4b + l decides element 16b + 4j + l.

const MULTIPLIER_0: i32 = <i32>0xd2511f53;
const MULTIPLIER_1: i32 = <i32>0xcd9e8d57;
const WEYL_0: i32 = <i32>0x9e3779b9;
const WEYL_1: i32 = <i32>0xbb67ae85;

/** What a kept element is multiplied by, that the expectation stays; 0 where all are dropped. */
// @ts-ignore: decorator
@inline
function keptFactor(p: f64): f32 {
  return p >= 1 ? <f32>0 : <f32>(1 / (1 - p));
}

/**
 * out[i] = x[i] / (1 - p) where the element is kept, else 0; out may equal x, and x may be one vector for all, with xStep 0
 * instead of 16.
 *
 * @param counter of the first element: a quarter of its position, which is a multiple of 16
 */
export function drop(
  out: usize, x: usize, xStep: usize, counter: i64, n: i32, p: f64, keyLow: i32, keyHigh: i32,
): void {
  const threshold = i32x4.splat(p >= 1 ? -1 : <i32>(<u32>(p * 4294967296.0)));
  const scale = f32x4.splat(keptFactor(p));
  const m0 = i32x4.splat(MULTIPLIER_0);
  const m1 = i32x4.splat(MULTIPLIER_1);
  const weyl0 = i32x4.splat(WEYL_0);
  const weyl1 = i32x4.splat(WEYL_1);
  for (; n > 0; counter += 4) {
    let c0 = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(<i32>counter));
    let c1 = i32x4.splat(<i32>(counter >> 32)), c2 = i32x4.splat(0), c3 = c2;
    let k0 = i32x4.splat(keyLow), k1 = i32x4.splat(keyHigh);
    for (let round = 0; round < 10; round++) {
      // The 64-bit products of lanes 0, 1 and of lanes 2, 3; their halves are sorted into one vector each.
      const a = i64x2.extmul_low_i32x4_u(c0, m0), b = i64x2.extmul_high_i32x4_u(c0, m0);
      const c = i64x2.extmul_low_i32x4_u(c2, m1), d = i64x2.extmul_high_i32x4_u(c2, m1);
      c0 = v128.xor(v128.xor(v128.shuffle<i32>(c, d, 1, 3, 5, 7), c1), k0);
      c2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), c3), k1);
      c1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
      c3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
      k0 = i32x4.add(k0, weyl0);
      k1 = i32x4.add(k1, weyl1);
    }
    for (let word = 0; word < 4 && n > 0; word++, n -= 4, out += 16, x += xStep) {
      if (n >= 4) v128.store(out, dropped(v128.load(x), c0, threshold, scale));
      else storePart<f32>(out, dropped(loadPart<f32>(x, n), c0, threshold, scale), n);
      c0 = c1;
      c1 = c2;
      c2 = c3;
    }
  }
}

/** x / (1 - p) where the element's 32 random bits are ≥ threshold, else 0. */
// @ts-ignore: decorator
@inline
function dropped(x: v128, bits: v128, threshold: v128, scale: v128): v128 {
  return v128.and(f32x4.mul(x, scale), i32x4.ge_u(bits, threshold));
}

/**
 * Each element is kept with probability 1 - p (p < 1; to 2^-32) and then divided by it; p ≥ 1 drops all. out may equal x.
 *
 * @param first position of the first element, a multiple of 16: that of the mask it is given
 */
export function dropout_f32(out: usize, x: usize, first: i32, n: i32, p: f64, keyLow: i32, keyHigh: i32): void {
  if (p >= 1) memory.fill(out, 0, <usize>n << 2);
  else drop(out, x, 16, <i64>(first >> 2), n, p, keyLow, keyHigh);
}
