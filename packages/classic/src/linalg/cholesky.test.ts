import { test as fuzz } from '@fast-check/vitest';
import { Rng } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cholesky, choleskySolve } from './cholesky.ts';
import { multiply } from './multiply.ts';
import { solveLower, solveLowerTransposed } from './triangular.ts';

const random = (rng: Rng, length: number): Float64Array => rng.fillNormal(new Float64Array(length));

/** A·Aᵀ + I */
function positiveDefinite(rng: Rng, n: number): Float64Array {
  const a = random(rng, n * n);
  const product = multiply(a, a, { size: [n, n, n], transposeB: true });
  for (let i = 0; i < n; i++) product[i * n + i] += 1;
  return product;
}

const largest = (list: Float64Array): number => list.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const difference = (a: Float64Array, b: Float64Array): number => largest(a.map((value, i) => value - b[i]));

describe('cholesky', () => {
  // They cross the sizes of panels, blocks and strips.
  fuzz.prop([integer({ min: 1, max: 450 }), integer({ min: 0, max: 1000 })], { numRuns: 20 })(
    'L·Lᵀ is the matrix, L is lower triangular, and solves it',
    (n, seed) => {
      const rng = new Rng(seed);
      const a = positiveDefinite(rng, n);
      const l = cholesky(a, n) as Float64Array;
      expect(difference(multiply(l, l, { size: [n, n, n], transposeB: true }), a)).toBeLessThan(1e-13 * n * largest(a));
      for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) expect(l[i * n + j]).toBe(0);
      const x = random(rng, n * 3);
      const b = multiply(a, x, { size: [n, n, 3] });
      choleskySolve(l, n, b, 3);
      expect(difference(b, x)).toBeLessThan(1e-9 * largest(x));
    },
  );

  test('triangular solves undo products with L and Lᵀ', () => {
    const rng = new Rng(1);
    const n = 9;
    const l = cholesky(positiveDefinite(rng, n), n) as Float64Array;
    const x = random(rng, n);
    const [down, up] = [false, true].map((transposeA) => multiply(l, x, { size: [n, n, 1], transposeA }));
    solveLower(l, n, down);
    solveLowerTransposed(l, n, up);
    expect(difference(down, x)).toBeLessThan(1e-12);
    expect(difference(up, x)).toBeLessThan(1e-12);
  });

  test('only the lower triangle counts, and the argument is not changed', () => {
    const a = Float64Array.of(4, Number.NaN, 2, 5);
    expect([...(cholesky(a, 2) as Float64Array)]).toEqual([2, 0, 1, 2]);
    expect([...a]).toEqual([4, Number.NaN, 2, 5]);
  });

  test('null where it is not positive definite', () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
    expect(cholesky(Float64Array.of(1, 1, 1, 1), 2)).toBeNull();
    expect(cholesky(Float64Array.of(0), 1)).toBeNull();
  });
});
