import { multiplyHigh } from './multiply-high.ts';
import type { Pcg64 } from './pcg64.ts';

const UINT32_MAX = 0xffffffff;
const TWO_POW_32 = 2 ** 32;

/**
 * A uniform integer in [0, max], without bias and almost never with a division.
 *
 * m = x·(max + 1) for a random word x; the answer is the upper half of m. A lower half below 2ᵂ mod (max + 1) marks the
 * few x that would make some answers likelier; they are drawn again. W is 32 up to max = 2³² − 1 and 64 above.
 *
 * @param max integer in [0, 2⁵³ − 2]
 * @special max = 0 draws nothing
 * @reference Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019); agrees with NumPy's Generator
 */
export function boundedInteger(bits: Pcg64, max: number): number {
  if (max === 0) return 0;
  if (max < UINT32_MAX) return bounded32(bits, max + 1);
  if (max === UINT32_MAX) return bits.nextUint32();
  return bounded64(bits, max + 1);
}

/**
 * A uniform integer in [0, max] by rejection: random bits under the smallest mask 2ᵏ − 1 ≥ max, until they are ≤ max.
 *
 * @param max integer in [0, 2³² − 1]
 * @special max = 0 draws nothing
 * @reference agrees with NumPy's random_interval, which its shuffle and permutation draw from
 */
export function maskedInteger(bits: Pcg64, max: number): number {
  if (max === 0) return 0;
  const mask = UINT32_MAX >>> Math.clz32(max);
  for (;;) {
    const value = (bits.nextUint32() & mask) >>> 0;
    if (value <= max) return value;
  }
}

function bounded32(bits: Pcg64, span: number): number {
  let word = bits.nextUint32();
  let leftover = Math.imul(word, span) >>> 0;
  if (leftover < span) {
    const threshold = TWO_POW_32 % span;
    while (leftover < threshold) {
      word = bits.nextUint32();
      leftover = Math.imul(word, span) >>> 0;
    }
  }
  return multiplyHigh(word, span) >>> 0;
}

/** The 128-bit product of 64 random bits and a span below 2⁵³; products of 32 × 21 bits are exact in a double. */
function bounded64(bits: Pcg64, span: number): number {
  const spanHigh = Math.floor(span / TWO_POW_32);
  const spanLow = span >>> 0;
  for (;;) {
    bits.step();
    const { high, low } = bits;
    const lowHigh = low * spanHigh;
    const middle = (multiplyHigh(low, spanLow) >>> 0) + (lowHigh % TWO_POW_32) + (Math.imul(high, spanLow) >>> 0);
    const leftoverHigh = middle % TWO_POW_32;
    const leftoverLow = Math.imul(low, spanLow) >>> 0;
    const accepted =
      leftoverHigh > spanHigh ||
      (leftoverHigh === spanHigh && leftoverLow >= spanLow) ||
      // Reached about once in 2⁶⁴ / span draws: BigInt is cheap enough.
      (BigInt(leftoverHigh) << 32n) + BigInt(leftoverLow) >= 2n ** 64n % BigInt(span);
    if (accepted) {
      return (
        high * spanHigh +
        (multiplyHigh(high, spanLow) >>> 0) +
        Math.floor(lowHigh / TWO_POW_32) +
        Math.floor(middle / TWO_POW_32)
      );
    }
  }
}
