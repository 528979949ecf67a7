import { test as fuzz } from '@fast-check/vitest';
import { array, double, float64Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantileInPlace, weightedQuantile } from './quantile.ts';

const values = float64Array({ minLength: 1, maxLength: 40, noNaN: true, min: -1e6, max: 1e6 });
const share = double({ min: 0, max: 1, noNaN: true });

describe('quantileInPlace', () => {
  fuzz.prop([values, share])('is the value of rank q(n − 1) among the sorted', (list, q) => {
    const sorted = list.slice().sort();
    const rank = q * (list.length - 1);
    const [below, above] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
    const found = quantileInPlace(list.slice(), q);
    expect(found).toBeGreaterThanOrEqual(below);
    expect(found).toBeLessThanOrEqual(above);
    expect(found).toBeCloseTo(below + (above - below) * (rank - Math.floor(rank)), 6);
  });

  test('halves of even numbers of values, ties', () => {
    expect(quantileInPlace(Float64Array.of(4, 1, 3, 2), 0.5)).toBe(2.5);
    expect(quantileInPlace(Float64Array.of(5, 5, 5, 1, 5), 0.5)).toBe(5);
    expect(quantileInPlace(Float64Array.of(7), 0.9)).toBe(7);
  });
});

describe('weightedQuantile', () => {
  fuzz.prop([array(double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 20 }), share])(
    'is the smallest value with at least that share of the weight up to it',
    (list, q) => {
      const data = Float64Array.from(list);
      const weights = data.map((_, i) => 1 + (i % 3));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const upTo = (limit: number, strictly: boolean) =>
        weights.reduce((sum, weight, i) => sum + (data[i] < limit || (!strictly && data[i] === limit) ? weight : 0), 0);
      const found = weightedQuantile(data, weights, q);
      expect(upTo(found, false)).toBeGreaterThanOrEqual(q * total);
      if (q > 0) expect(upTo(found, true)).toBeLessThan(q * total);
    },
  );

  test('samples of weight 0 are no quantile', () => {
    expect(weightedQuantile(Float64Array.of(1, 2, 3), Float64Array.of(0, 1, 1), 0)).toBe(2);
  });
});
