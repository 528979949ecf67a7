import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Pcg64 } from './pcg64.ts';
import { parseSeed, readFixture } from './rng-fixture.testing.ts';
import { SeedSequence } from './seed-sequence.ts';

const { cases } = readFixture<{ cases: { seed: string | string[]; raw: string[] }[] }>('rng-seeding');

const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const seeded = (seed: string | string[]) => new Pcg64(new SeedSequence(parseSeed(seed)).generateState(8));
const next64 = (bits: Pcg64): bigint => {
  bits.step();
  return (BigInt(bits.high) << 32n) | BigInt(bits.low);
};

/** 128-bit integers rich in the words that carry: all zeros, all ones, one, the sign bit. */
const uint128 = () =>
  fc
    .array(fc.oneof(fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff), fc.nat(0xffffffff)), {
      minLength: 4,
      maxLength: 4,
    })
    .map((words) => words.reduce((value, word) => (value << 32n) | BigInt(word), 0n));

describe('Pcg64', () => {
  test.each(cases)('gives the raw 64-bit words of numpy.random.PCG64($seed)', ({ seed, raw }) => {
    const bits = seeded(seed);
    expect(raw.map(() => String(next64(bits)))).toEqual(raw);
  });

  test.prop([uint128(), uint128()], { numRuns: 2000 })('a step is s·M + c mod 2¹²⁸, rotated', (state, increment) => {
    const bits = new Pcg64(new Uint32Array(8));
    bits.setState({ state, increment, buffered: null });
    const output = next64(bits);
    const next = BigInt.asUintN(128, state * MULTIPLIER + increment);
    expect(bits.getState()).toEqual({ state: next, increment, buffered: null });
    const folded = BigInt.asUintN(64, next ^ (next >> 64n));
    const rotation = next >> 122n;
    expect(output).toBe(BigInt.asUintN(64, (folded >> rotation) | (folded << (64n - rotation))));
  });

  test('32-bit draws are the low half of a 64-bit one, then the high half, also with a 64-bit draw in between', () => {
    const words = seeded('7');
    const [first, second, third] = [next64(words), next64(words), next64(words)];
    const bits = seeded('7');
    expect(bits.nextUint32()).toBe(Number(first & 0xffffffffn));
    expect(next64(bits)).toBe(second);
    expect(bits.getState().buffered).toBe(Number(first >> 32n));
    expect(bits.nextUint32()).toBe(Number(first >> 32n));
    expect(bits.nextUint32()).toBe(Number(third & 0xffffffffn));
  });
});
