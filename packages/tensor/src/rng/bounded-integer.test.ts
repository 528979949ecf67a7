import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { boundedInteger, maskedInteger } from './bounded-integer.ts';
import { Pcg64 } from './pcg64.ts';
import { SeedSequence } from './seed-sequence.ts';

const seeded = (seed: number) => new Pcg64(new SeedSequence(seed).generateState(8));

/** Lemire's method spelled out in BigInt: the oracle for the split-word arithmetic. */
function lemire(bits: Pcg64, max: bigint): bigint {
  const width = max < 2n ** 32n ? 32n : 64n;
  const span = max + 1n;
  for (;;) {
    let word: bigint;
    if (width === 32n) word = BigInt(bits.nextUint32());
    else {
      bits.step();
      word = (BigInt(bits.high) << 32n) | BigInt(bits.low);
    }
    const product = word * span;
    if (BigInt.asUintN(Number(width), product) >= (1n << width) % span) return product >> width;
  }
}

const maximum = () =>
  fc.oneof(
    fc.integer({ min: 1, max: 2 ** 32 - 2 }),
    fc.integer({ min: 2 ** 32, max: 2 ** 53 - 2 }),
    fc.integer({ min: 0, max: 52 }).map((k) => 2 ** k),
    fc.integer({ min: 1, max: 52 }).map((k) => 2 ** k - 1),
  );

describe('boundedInteger', () => {
  test.prop([fc.nat(), maximum()], { numRuns: 500 })('agrees with Lemire in exact integers', (seed, max) => {
    const bits = seeded(seed);
    const oracle = seeded(seed);
    for (let i = 0; i < 8; i++) expect(boundedInteger(bits, max)).toBe(Number(lemire(oracle, BigInt(max))));
    expect(bits.getState()).toEqual(oracle.getState());
  });

  test('redraws where a word would favour some answers: 3·2³⁰ loses a quarter of all words', () => {
    const max = 3 * 2 ** 30 - 1;
    const bits = seeded(3);
    const oracle = seeded(3);
    for (let i = 0; i < 2000; i++) expect(boundedInteger(bits, max)).toBe(Number(lemire(oracle, BigInt(max))));
    expect(bits.getState()).toEqual(oracle.getState());
  });

  test('a range of one draws nothing', () => {
    const bits = seeded(1);
    const before = bits.getState();
    expect([boundedInteger(bits, 0), maskedInteger(bits, 0)]).toEqual([0, 0]);
    expect(bits.getState()).toEqual(before);
  });
});

describe('maskedInteger', () => {
  test.prop([fc.nat(), fc.integer({ min: 1, max: 2 ** 32 - 1 })])('is the first masked word ≤ max', (seed, max) => {
    const words = seeded(seed);
    const mask = 2 ** (32 - Math.clz32(max)) - 1;
    let expected = Number(BigInt(words.nextUint32()) & BigInt(mask));
    while (expected > max) expected = Number(BigInt(words.nextUint32()) & BigInt(mask));
    expect(maskedInteger(seeded(seed), max)).toBe(expected);
  });
});
