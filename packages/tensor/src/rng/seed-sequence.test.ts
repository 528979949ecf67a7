import { describe, expect, test } from 'vitest';
import { type Position, parseSeed, readFixture } from './rng-fixture.testing.ts';
import { freshEntropy, SeedSequence } from './seed-sequence.ts';

interface SeedingCase extends Position {
  readonly seed: string | string[];
  readonly words: number[];
  readonly children: number[][];
  readonly grandchild: number[];
}

const { cases } = readFixture<{ cases: SeedingCase[] }>('rng-seeding');

describe('SeedSequence', () => {
  test.each(cases)('mixes seed $seed as numpy does', ({ seed, words }) => {
    expect([...new SeedSequence(parseSeed(seed)).generateState(10)]).toEqual(words);
  });

  test.each(cases)('spawns children of $seed as numpy does', ({ seed, children, grandchild }) => {
    const spawned = new SeedSequence(parseSeed(seed)).spawn(2);
    expect(spawned.map((child) => [...child.generateState(4)])).toEqual(children);
    expect([...spawned[1].spawn(1)[0].generateState(4)]).toEqual(grandchild);
  });

  test('gives further children on later calls, not the same ones again', () => {
    const whole = new SeedSequence(5).spawn(3).map((child) => child.spawnKey);
    const parts = new SeedSequence(5);
    expect([...parts.spawn(1), ...parts.spawn(2)].map((child) => child.spawnKey)).toEqual(whole);
    expect(parts.childrenSpawned).toBe(3);
  });

  test('takes a number and the equal bigint for the same seed', () => {
    expect(new SeedSequence(2 ** 40).generateState(8)).toEqual(new SeedSequence(2n ** 40n).generateState(8));
  });

  test('is not changed by later writes to the list it was given', () => {
    const seed = [1, 2, 3];
    const sequence = new SeedSequence(seed);
    seed[0] = 9;
    expect(sequence.entropy).toEqual([1, 2, 3]);
  });

  test.each([
    [-1, 'seed must not be negative, got -1'],
    [-1n, 'seed must not be negative, got -1'],
    [1.5, 'seed must be an integer below 2^53 (use a bigint above), got 1.5'],
    [2 ** 53, 'seed must be an integer below 2^53 (use a bigint above), got 9007199254740992'],
    [Number.NaN, 'seed must be an integer below 2^53 (use a bigint above), got NaN'],
    [[1, -2], 'seed must not be negative, got -2'],
  ])('rejects %s', (seed, message) => {
    expect(() => new SeedSequence(seed)).toThrow(new RangeError(message));
  });

  test('fresh entropy is new each time and at most 128 bits', () => {
    const values = Array.from({ length: 8 }, freshEntropy);
    expect(new Set(values).size).toBe(8);
    expect(values.every((value) => value >= 0n && value < 2n ** 128n)).toBe(true);
    expect(values.some((value) => value >= 2n ** 96n)).toBe(true);
  });
});
