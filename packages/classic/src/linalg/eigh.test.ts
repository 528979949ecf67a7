import { test as fuzz } from '@fast-check/vitest';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixture } from '../fixture.testing.ts';
import { eigh } from './eigh.ts';
import { expectNear, expectOrthonormalColumns, normals } from './laws.testing.ts';
import { multiply } from './multiply.ts';
import { transposed } from './transposed.ts';

/** All that values and vectors must be. */
function expectPairs(a: Float64Array, n: number): Float64Array {
  const { values, vectors } = eigh(a, n);
  expectOrthonormalColumns(vectors, n, n);
  for (let i = 1; i < n; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
  const scaled = vectors.map((value, i) => value * values[i % n]);
  expectNear(multiply(scaled, vectors, { size: [n, n, n], transposeB: true }), a, 1e-13);
  return values;
}

function symmetric(seed: number, n: number): Float64Array {
  const a = normals(seed, n * n);
  const t = transposed(a, n, n);
  return a.map((value, i) => value + t[i]);
}

describe('eigh', () => {
  const cases = fixture<{ symmetric: { name: string; a: number[][]; values: number[] }[] }>('linalg').symmetric;
  test.each(cases)('agrees with NumPy: $name', ({ a, values }) => {
    expectNear(expectPairs(Float64Array.from(a.flat()), a.length), values, 5e-15);
  });

  fuzz.prop([integer({ min: 0, max: 999 }), integer({ min: 1, max: 150 })], { numRuns: 30 })('any size', (seed, n) => {
    const a = symmetric(seed, n);
    const values = expectPairs(a, n);
    let trace = 0;
    for (let i = 0; i < n; i++) trace += a[i * n + i];
    const sum = values.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum - trace)).toBeLessThan(1e-12 * n);
  });

  test.each([1, 5, 40, 149])('of rank %i of 150', (rank) => {
    const b = normals(rank, 150 * rank);
    const values = expectPairs(multiply(b, b, { size: [150, rank, 150], transposeB: true }), 150);
    for (let i = 0; i < 150 - rank; i++) expect(Math.abs(values[i])).toBeLessThan(1e-13 * values[149]);
    expect(values[150 - rank]).toBeGreaterThan(1e-6 * values[149]);
  });

  test('values that differ by rounding only, and two clusters', () => {
    const n = 120;
    const { vectors } = eigh(symmetric(1, n), n);
    const scales = Float64Array.from({ length: n }, (_, i) => (i < 70 ? 1 + i * 1e-16 : -2));
    const scaled = vectors.map((value, i) => value * scales[i % n]);
    const values = expectPairs(multiply(scaled, vectors, { size: [n, n, n], transposeB: true }), n);
    expectNear(values, Float64Array.from(scales).sort(), 1e-14);
  });

  test('elements of 10^±200', () => {
    for (const scale of [1e-200, 1e200]) {
      const a = symmetric(2, 12);
      expectNear(
        eigh(
          a.map((value) => value * scale),
          12,
        ).values,
        eigh(a, 12).values.map((value) => value * scale),
        1e-14,
      );
    }
  });

  test('rejects elements that are no square matrix of that size', () => {
    expect(() => eigh(new Float64Array(5), 2)).toThrow('eigh: 5 numbers are no 2 × 2 matrix');
  });
});
