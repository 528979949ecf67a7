/**
 * Upper 32 bits of the 64-bit product of two unsigned 32-bit integers.
 *
 * high = ⌊a·b / 2³²⌋; `Math.imul(a, b)` is the other half.
 * Schoolbook in 16-bit halves: every partial sum fits 32 bits, so neither BigInt nor a rounded double takes part.
 *
 * @returns the 32 bits as a signed int32; `>>> 0` reads them unsigned
 * @reference Warren, Hacker's Delight 2e §8-2
 * @example
 * multiplyHigh(0xffffffff, 0xffffffff) >>> 0 // => 4294967294
 */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}
