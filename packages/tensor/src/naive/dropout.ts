// The mask of dropout, one element at a time: the oracle of the kernel, and what float64 attention takes its mask from.
import type { DropoutParams } from '../ops/dropout.ts';

/** Upper half of the 64-bit product of two unsigned 32-bit numbers, by halves of 16 bits. */
function highProduct(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle % 0x10000);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carried / 0x10000);
}

/** The 32 bits of the element at a position: a word of Philox4x32-10, in the order of kernels/dropout.ts. */
export function randomWord(position: number, keyLow: number, keyHigh: number): number {
  const counter = 4 * Math.floor(position / 16) + (position % 4);
  let [c0, c1, c2, c3] = [counter >>> 0, Math.floor(counter / 2 ** 32), 0, 0];
  for (let round = 0; round < 10; round++) {
    const k0 = keyLow + Math.imul(round, 0x9e3779b9);
    const k1 = keyHigh + Math.imul(round, 0xbb67ae85);
    [c0, c1, c2, c3] = [
      (highProduct(c2, 0xcd9e8d57) ^ c1 ^ k0) >>> 0,
      Math.imul(c2, 0xcd9e8d57) >>> 0,
      (highProduct(c0, 0xd2511f53) ^ c3 ^ k1) >>> 0,
      Math.imul(c0, 0xd2511f53) >>> 0,
    ];
  }
  return [c0, c1, c2, c3][Math.floor(position / 4) % 4] as number;
}

/** What dropout multiplies the element at a position by: 0 or 1 / (1 − p). */
export function dropoutFactor(position: number, { p, keyLow, keyHigh }: DropoutParams): number {
  if (p === 0) return 1;
  return p < 1 && randomWord(position, keyLow, keyHigh) >= Math.floor(p * 2 ** 32) ? 1 / (1 - p) : 0;
}
