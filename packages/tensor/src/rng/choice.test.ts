import { describe, expect, test } from 'vitest';
import type { ChoiceOptions } from './choice.ts';
import { Rng } from './rng.ts';
import { type Position, parseSeed, position, readFixture } from './rng-fixture.testing.ts';

interface ChoiceCase extends Position {
  readonly seed: string | string[];
  readonly args: [n: number, size: number, options: ChoiceOptions];
  readonly expected: number[];
}

const { cases } = readFixture<{ cases: ChoiceCase[] }>('rng-choice');

describe('Rng.choice', () => {
  test.each(cases)('matches numpy: seed $seed, $args', ({ seed, args, expected, state, increment, buffered }) => {
    const rng = new Rng(parseSeed(seed));
    expect([...rng.choice(...args)]).toEqual(expected);
    expect(position(rng)).toEqual({ state, increment, buffered });
  });

  test('without replacement takes every index of the population once', () => {
    for (const n of [1, 7, 10_000, 10_001]) {
      expect(new Rng(n).choice(n, n, { replace: false }).sort()).toEqual(Int32Array.from({ length: n }, (_, i) => i));
    }
  });

  test('leaves p as it was', () => {
    const p = Float64Array.of(0.5, 0.25, 0.25);
    new Rng(1).choice(3, 3, { p, replace: false });
    expect([...p]).toEqual([0.5, 0.25, 0.25]);
  });

  test.each<[string, [number, number, ChoiceOptions?]]>([
    ['choice: 4 distinct indices asked of 3 (did you mean replace: true?)', [3, 4, { replace: false }]],
    ['choice: cannot draw 1 from an empty population', [0, 1]],
    ['choice: n must be an integer in [0, 2^31), got -1', [-1, 1]],
    ['choice: n must be an integer in [0, 2^31), got 2.5', [2.5, 1]],
    ['choice: size must be an integer ≥ 0, got -2', [3, -2]],
    ['choice: p has 2 entries for 3 indices', [3, 1, { p: [0.5, 0.5] }]],
    ['choice: p sums to 0.75, not 1', [2, 1, { p: [0.5, 0.25] }]],
    ['choice: p[1] is -0.5, not a probability', [2, 1, { p: [1.5, -0.5] }]],
    ['choice: p[0] is NaN, not a probability', [2, 1, { p: [Number.NaN, 1] }]],
    [
      'choice: 2 distinct indices asked, but only 1 have a probability above 0',
      [3, 2, { p: [1, 0, 0], replace: false }],
    ],
  ])('rejects: %s', (message, args) => {
    expect(() => new Rng(0).choice(...args)).toThrow(new RangeError(message));
  });
});
