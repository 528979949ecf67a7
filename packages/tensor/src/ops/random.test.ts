import { describe, expect, test } from 'vitest';
import { toArray, toTypedArray } from '../plain.ts';
import { defaultRng, manualSeed } from '../rng/default-rng.ts';
import { Rng } from '../rng/rng.ts';
import { permutation, rand, randint, randn } from './random.ts';

// Expected values: numpy.random.default_rng(42), numpy 1.24.
describe('draws what NumPy draws', () => {
  test('rand', () => {
    expect(toArray(rand([3], { rng: new Rng(42), dtype: 'float64' }))).toEqual([
      0.7739560485559633, 0.4388784397520523, 0.8585979199113825,
    ]);
    expect(toArray(rand([3], { rng: new Rng(42) }))).toEqual([
      0.08925092220306396, 0.7739560008049011, 0.6545714735984802,
    ]);
  });

  test('randn', () => {
    expect(toArray(randn([3], { rng: new Rng(42), dtype: 'float64' }))).toEqual([
      0.30471707975443135, -1.0399841062404955, 0.7504511958064572,
    ]);
    expect(toArray(randn([3], { rng: new Rng(42) }))).toEqual([
      0.14190717041492462, -1.6685079336166382, -1.3321080207824707,
    ]);
  });

  test('randint and permutation', () => {
    expect(toArray(randint(0, 10, [2, 3], { rng: new Rng(42) }))).toEqual([
      [0, 7, 6],
      [4, 4, 8],
    ]);
    expect(toArray(permutation(5, { rng: new Rng(42) }))).toEqual([4, 2, 3, 1, 0]);
  });
});

test('without a generator they draw from the default one, which a seed restarts', () => {
  manualSeed(7);
  const first = [rand([4]), randn([4]), randint(0, 100, [4]), permutation(9)].map(toTypedArray);
  manualSeed(7);
  const again = [rand([4]), randn([4]), randint(0, 100, [4]), permutation(9)].map(toTypedArray);
  expect(again).toEqual(first);
  expect(defaultRng()).toBe(defaultRng());
});

test('impossible requests are refused', () => {
  expect(() => rand([-1])).toThrow('rand: axis 0 has size -1, sizes are whole numbers ≥ 0 (shape [-1])');
  expect(() => randn([0.5])).toThrow('randn: axis 0 has size 0.5, sizes are whole numbers ≥ 0 (shape [0.5])');
  expect(() => permutation(-2)).toThrow('permutation: axis 0 has size -2, sizes are whole numbers ≥ 0 (shape [-2])');
  expect(() => randint(3, 3, [2])).toThrow(RangeError);
  expect(() => randint(0, 300, [2], { dtype: 'uint8' })).toThrow(new RangeError('randint: 0 … 299 does not fit uint8'));
  expect(() => randint(-(2 ** 31), 2 ** 31, [2])).not.toThrow();
  expect(() => randint(0, 2 ** 31 + 1, [2])).toThrow('randint: 0 … 2147483648 does not fit int32');
});
