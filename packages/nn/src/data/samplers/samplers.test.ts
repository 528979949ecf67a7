import { fc, test as property } from '@fast-check/vitest';
import { Rng, tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { BatchSampler } from './batch-sampler.ts';
import { RandomSampler } from './random-sampler.ts';
import { SequentialSampler } from './sequential-sampler.ts';
import { StratifiedBatchSampler } from './stratified-batch-sampler.ts';
import { SubsetRandomSampler } from './subset-random-sampler.ts';
import { WeightedRandomSampler } from './weighted-random-sampler.ts';

const sized = (length: number) => ({ length });
const range = (length: number) => Array.from({ length }, (_, i) => i);

describe('RandomSampler', () => {
  property.prop([fc.nat(60), fc.nat(1000)])('without replacement is a permutation', (length, seed) => {
    const order = [...new RandomSampler(sized(length)).indices(new Rng(seed))];
    expect(order.sort((a, b) => a - b)).toEqual(range(length));
  });

  test('is the permutation of numpy: default_rng(42).permutation(5)', () => {
    expect([...new RandomSampler(sized(5)).indices(new Rng(42))]).toEqual([4, 2, 3, 1, 0]);
  });

  test('goes round several times when more are asked for, each time in full', () => {
    const order = [...new RandomSampler(sized(4), { numSamples: 10 }).indices(new Rng(1))];
    expect(order.slice(0, 4).sort()).toEqual(range(4));
    expect(order.slice(4, 8).sort()).toEqual(range(4));
    expect(order).toHaveLength(10);
  });

  test('with replacement draws every sample equally often', () => {
    const counts = new Array<number>(5).fill(0);
    for (const i of new RandomSampler(sized(5), { replacement: true, numSamples: 20_000 }).indices(new Rng(2)))
      counts[i]++;
    // χ² with 4 degrees of freedom exceeds 18.47 once in 1,000 seeds.
    expect(counts.reduce((sum, count) => sum + (count - 4000) ** 2 / 4000, 0)).toBeLessThan(18.47);
  });

  test('refuses counts that are none', () => {
    expect(() => new RandomSampler(sized(5), { numSamples: 0 })).toThrow(
      'RandomSampler: numSamples must be an integer ≥ 1, not 0',
    );
    expect(() => new RandomSampler(sized(0), { numSamples: 3 })).toThrow('no samples to draw from');
  });
});

describe('WeightedRandomSampler', () => {
  test('draws in proportion to the weights', () => {
    const counts = [0, 0, 0];
    for (const i of new WeightedRandomSampler([1, 0, 3], 20_000).indices(new Rng(3))) counts[i]++;
    expect(counts[1]).toBe(0);
    expect(Math.abs(counts[0] - 5000)).toBeLessThan(4 * Math.sqrt(20_000 * 0.25 * 0.75));
  });

  test('without replacement draws each at most once', () => {
    const sampler = new WeightedRandomSampler([5, 1, 1, 0], 3, { replacement: false });
    expect([...sampler.indices(new Rng(4))].sort()).toEqual([0, 1, 2]);
  });

  test.each([
    [[1, -1], 1, {}, 'weights[1] is -1, not a weight'],
    [[1, Number.NaN], 1, {}, 'weights[1] is NaN, not a weight'],
    [[0, 0], 1, {}, 'the weights add up to 0'],
    [[1, 1], 0, {}, 'numSamples must be an integer ≥ 1, not 0'],
    [[1, 0], 2, { replacement: false }, 'only 1 weights above 0'],
  ])('refuses %j', (weights, count, options, message) => {
    expect(() => new WeightedRandomSampler(weights, count, options)).toThrow(message);
  });
});

test('SubsetRandomSampler shuffles a copy of its indices', () => {
  const sampler = new SubsetRandomSampler([7, 8, 9]);
  expect([...sampler.indices(new Rng(0))].sort()).toEqual([7, 8, 9]);
  expect([...sampler.indices(new Rng(0))]).toEqual([...sampler.indices(new Rng(0))]);
});

describe('BatchSampler', () => {
  property.prop([fc.nat(40), fc.integer({ min: 1, max: 9 }), fc.boolean()])(
    'has as many batches as it says, all full but the last',
    (length, batchSize, dropLast) => {
      const sampler = new BatchSampler(new SequentialSampler(sized(length)), batchSize, { dropLast });
      const batches = [...sampler.batches(new Rng(0))].map((batch) => [...batch]);
      expect(batches).toHaveLength(sampler.length);
      const kept = dropLast ? length - (length % batchSize) : length;
      expect(batches.flat()).toEqual(range(kept));
      expect(batches.slice(0, -1).every((batch) => batch.length === batchSize)).toBe(true);
    },
  );

  test('refuses a size that is none', () => {
    expect(() => new BatchSampler(new SequentialSampler(sized(3)), 2.5)).toThrow(
      'batchSize must be an integer ≥ 1, not 2.5',
    );
  });
});

describe('StratifiedBatchSampler', () => {
  property.prop([fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 120 }), fc.nat(99)])(
    'after any number of samples every class has come up its share, rounded down or up',
    (labels, seed) => {
      const order = [...new StratifiedBatchSampler(labels, 1).batches(new Rng(seed))].map(([i]) => i);
      expect([...order].sort((a, b) => a - b)).toEqual(range(labels.length));
      const total = new Map<number, number>();
      for (const label of labels) total.set(label, (total.get(label) ?? 0) + 1);
      const seen = new Map<number, number>();
      for (const [t, i] of order.entries()) {
        seen.set(labels[i], (seen.get(labels[i]) ?? 0) + 1);
        for (const [label, count] of total) {
          const share = ((t + 1) * count) / labels.length;
          expect(seen.get(label) ?? 0).toBeGreaterThanOrEqual(Math.floor(share));
          expect(seen.get(label) ?? 0).toBeLessThanOrEqual(Math.ceil(share));
        }
      }
    },
  );

  test('orders differ from seed to seed, and not at all without shuffling', () => {
    const labels = tensor(
      range(60).map((i) => i % 3),
      { dtype: 'int32' },
    );
    const order = (seed: number, shuffle?: boolean) =>
      [...new StratifiedBatchSampler(labels, 10, { shuffle }).batches(new Rng(seed))].flatMap((batch) => [...batch]);
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(order(1, false)).toEqual(order(2, false));
  });

  test('drops a last batch that is not full', () => {
    expect(new StratifiedBatchSampler(range(10), 4, { dropLast: true }).length).toBe(2);
    expect([...new StratifiedBatchSampler(range(10), 4, { dropLast: true }).batches(new Rng(0))]).toHaveLength(2);
  });
});
