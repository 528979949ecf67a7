import { describe, expect, test } from 'vitest';
import { eigh } from './eigh.ts';
import { expectNear, expectOrthonormalColumns, normals } from './laws.testing.ts';
import { leadingEigen } from './leading-eigen.ts';
import { multiply } from './multiply.ts';
import { qr } from './qr.ts';

/** V·diag(λ)·Vᵀ with random V. */
function withEigenvalues(lambdas: Float64Array, seed: number): Float64Array {
  const n = lambdas.length;
  const { Q } = qr(normals(seed, n * n), n, n);
  const scaled = Q.map((value, i) => value * lambdas[i % n]);
  return multiply(scaled, Q, { size: [n, n, n], transposeB: true });
}

describe('leadingEigen', () => {
  test.each([
    ['that fall off', (i: number) => 0.7 ** i],
    ['that fall off slowly', (i: number) => 1 / (1 + i)],
    ['of which the largest comes five times', (i: number) => (i < 5 ? 2 : 0.8 ** i)],
    ['of both signs', (i: number) => (-0.9) ** i],
    ['of which few are not 0', (i: number) => (i < 4 ? 4 - i : 0)],
    ['that are all the same', () => 1],
    ['that are all 0', () => 0],
    ['all of about one size', (i: number) => 1 + 1e-4 * i],
  ] as const)('finds the largest of eigenvalues %s', (_, lambda) => {
    const n = 160;
    const a = withEigenvalues(
      Float64Array.from({ length: n }, (__, i) => lambda(i)),
      3,
    );
    for (const count of [1, 3]) {
      const { values, vectors } = leadingEigen(a, n, count);
      const all = eigh(a, n).values;
      const scale = Math.max(...all.map(Math.abs), 1e-300);
      expect(values.length).toBe(count);
      values.forEach((value, k) => void expect(Math.abs(value - all[n - 1 - k])).toBeLessThan(1e-13 * scale));
      expectOrthonormalColumns(vectors, n, count);
      const image = multiply(a, vectors, { size: [n, n, count] });
      expectNear(
        image,
        vectors.map((value, i) => value * values[i % count]),
        scale > 1e-200 ? 1e-12 : 1,
      );
    }
  });
});
