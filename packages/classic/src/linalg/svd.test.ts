import { test as fuzz } from '@fast-check/vitest';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixture } from '../fixture.testing.ts';
import { expectNear, expectOrthonormalColumns, expectOrthonormalRows, normals } from './laws.testing.ts';
import { multiply } from './multiply.ts';
import { svd } from './svd.ts';
import { svdFlip } from './svd-flip.ts';

/** All that U, s and Vᵀ must be. */
function expectFactors(a: Float64Array, rows: number, columns: number): Float64Array {
  const { U, s, Vt } = svd(a, rows, columns);
  const k = Math.min(rows, columns);
  expectOrthonormalColumns(U, rows, k);
  expectOrthonormalRows(Vt, k, columns);
  s.forEach((value, i) => {
    expect(value).toBeGreaterThanOrEqual(0);
    if (i > 0) expect(value).toBeLessThanOrEqual(s[i - 1]);
  });
  const scaled = U.map((value, i) => value * s[i % k]);
  expectNear(multiply(scaled, Vt, { size: [rows, k, columns] }), a, 1e-13);
  return s;
}

describe('svd', () => {
  const { matrices } = fixture<{ matrices: { name: string; a: number[][]; s: number[] }[] }>('linalg');
  test.each(matrices)('agrees with NumPy: $name', ({ a, s }) => {
    expectNear(expectFactors(Float64Array.from(a.flat()), a.length, a[0].length), s, 5e-15);
  });

  fuzz.prop([integer({ min: 0, max: 999 }), integer({ min: 1, max: 80 }), integer({ min: 1, max: 80 })], {
    numRuns: 40,
  })('factors of any shape', (seed, rows, columns) => void expectFactors(normals(seed, rows * columns), rows, columns));

  test('small singular values of a bidiagonal matrix keep all their digits', () => {
    // Kahan: of an upper bidiagonal matrix even the smallest are determined to full relative accuracy.
    const n = 6;
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      a[i * n + i] = 10 ** (-4 * i);
      if (i + 1 < n) a[i * n + i + 1] = 10 ** (-4 * i);
    }
    const product = svd(a, n, n).s.reduce((all, value) => all * value, 1);
    expect(Math.abs(product / 10 ** (-4 * 15) - 1)).toBeLessThan(1e-13); // |det|
  });

  test('orthonormal columns in, ones out; scaling scales', () => {
    const a = normals(1, 50 * 20);
    const { U, s, Vt } = svd(a, 50, 20);
    expectNear(svd(U, 50, 20).s, new Float64Array(20).fill(1), 1e-14);
    for (const scale of [1e-200, 1e200]) {
      const other = svd(
        a.map((value) => value * scale),
        50,
        20,
      );
      expectNear(
        other.s,
        s.map((value) => value * scale),
        1e-14,
      );
      expectNear(
        multiply(other.Vt, Vt, { size: [20, 20, 20], transposeB: true }).map(Math.abs),
        Float64Array.from({ length: 400 }, (_, i) => Number(i % 21 === 0)),
        1e-11,
      );
    }
  });

  test('rejects elements that are no matrix of that shape', () => {
    expect(() => svd(new Float64Array(5), 2, 3)).toThrow('svd: 5 numbers are no 2 × 3 matrix');
  });
});

describe('svdFlip', () => {
  test('makes the largest element of each column of U, or row of Vᵀ, positive', () => {
    const a = normals(7, 60 * 5);
    for (const by of ['U', 'Vt'] as const) {
      const { U, s, Vt } = svd(a, 60, 5);
      svdFlip(U, Vt, 5, { by });
      for (let k = 0; k < 5; k++) {
        const vector =
          by === 'U' ? Array.from({ length: 60 }, (_, i) => U[i * 5 + k]) : Array.from(Vt.subarray(k * 5, k * 5 + 5));
        expect(Math.max(...vector)).toBe(Math.max(...vector.map(Math.abs)));
      }
      expectNear(
        multiply(
          U.map((value, i) => value * s[i % 5]),
          Vt,
          { size: [60, 5, 5] },
        ),
        a,
        1e-13,
      );
    }
  });

  test('of equal elements the first counts', () => {
    const U = Float64Array.of(-1, 1);
    const Vt = Float64Array.of(3);
    svdFlip(U, Vt, 1);
    expect([...U, ...Vt]).toEqual([1, -1, -3]);
  });
});
