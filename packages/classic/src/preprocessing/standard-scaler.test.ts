import { test as fuzz } from '@fast-check/vitest';
import { Rng, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { StandardScaler } from './standard-scaler.ts';

describe('StandardScaler', () => {
  test('inverseTransform undoes transform', () => {
    const { X } = dataset('regression');
    const scaler = new StandardScaler().fit(X);
    expectClose(scaler.inverseTransform(scaler.transform(X)), X, 1e-14);
  });

  fuzz.prop([integer({ min: 0, max: 1000 })])('what it makes has mean 0 and variance 1', (seed) => {
    const rng = new Rng(seed);
    const X = Array.from({ length: 30 }, () => [5 + 3 * rng.normal(), -2 + 0.1 * rng.normal()]);
    const again = new StandardScaler().fit(new StandardScaler().fitTransform(X));
    for (const mean of toTypedArray(again.mean_)) expect(Math.abs(mean)).toBeLessThan(1e-13);
    expectClose(again.var_, [1, 1], 1e-12);
  });

  test('a constant feature is divided by 1, also where its mean rounds', () => {
    const scaler = new StandardScaler().fit(Array.from({ length: 7 }, () => [0.1, 3]));
    expect(scaler.scale_.toArray()).toEqual([1, 1]);
  });
});
