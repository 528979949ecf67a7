import { drop } from './dropout';

// Dropout of the weights of attention, which are never in memory as a whole: weight j of query i in head n is dropped where
// dropout_f32 would drop element (n·Tq + i)·Tk + j of them. Positions are 64 bits wide.

const ONES = memory.data<f32>([1, 1, 1, 1]);

/** Bytes that the factors of a row need beside their own: they are made from a multiple of 16 positions to another. */
export const FACTOR_EDGES: i32 = 128;

/** The factors, 0 or 1 / (1 - p), of `count` weights from `position` on, somewhere in the buffer; returns where. */
export function weightFactors(
  buffer: usize, position: i64, count: i32, p: f64, keyLow: i32, keyHigh: i32,
): usize {
  const skipped = <i32>position & 15;
  drop(buffer, ONES, 0, (position >> 4) << 2, (skipped + count + 15) & ~15, p, keyLow, keyHigh);
  return buffer + (<usize>skipped << 2);
}

/** Multiplies `count` weights by their factors. */
export function dropWeights(s: usize, count: i32, buffer: usize, position: i64, p: f64, keyLow: i32, keyHigh: i32): void {
  let factors = weightFactors(buffer, position, count, p, keyLow, keyHigh);
  for (const end = s + (<usize>count << 2); s < end; s += 16, factors += 16) {
    v128.store(s, f32x4.mul(v128.load(s), v128.load(factors)));
  }
}
