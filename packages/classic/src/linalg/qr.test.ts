import { test as fuzz } from '@fast-check/vitest';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixture } from '../fixture.testing.ts';
import { expectNear, expectOrthonormalColumns, normals } from './laws.testing.ts';
import { multiply } from './multiply.ts';
import { qr } from './qr.ts';

/** All that Q and R must be. */
function expectFactors(a: Float64Array, rows: number, columns: number, tolerance = 1e-14): Float64Array {
  const { Q, R } = qr(a, rows, columns);
  const k = Math.min(rows, columns);
  expectOrthonormalColumns(Q, rows, k);
  expectNear(multiply(Q, R, { size: [rows, k, columns] }), a, tolerance);
  for (let i = 0; i < k; i++) {
    expect(R[i * columns + i]).toBeGreaterThanOrEqual(0);
    for (let j = 0; j < i; j++) expect(R[i * columns + j]).toBe(0);
  }
  return R;
}

describe('qr', () => {
  const { matrices } = fixture<{ matrices: { name: string; a: number[][]; diagonal: number[] }[] }>('linalg');
  test.each(matrices)('agrees with NumPy: $name', ({ a, diagonal }) => {
    const columns = a[0].length;
    const R = expectFactors(Float64Array.from(a.flat()), a.length, columns);
    expectNear(
      Float64Array.from(diagonal, (_, i) => R[i * columns + i]),
      diagonal,
      1e-14,
    );
  });

  fuzz.prop([integer({ min: 0, max: 999 }), integer({ min: 1, max: 90 }), integer({ min: 1, max: 90 })], {
    numRuns: 40,
  })(
    'factors of any shape',
    (seed, rows, columns) => void expectFactors(normals(seed, rows * columns), rows, columns, 1e-13),
  );

  test.each([0, 3, 6, 9, 14])('tall, with columns of which the last is 10^−%i times the first', (digits) => {
    const columns = 24;
    const a = normals(digits, 900 * columns).map(
      (value, i) => value * 10 ** ((-digits * (i % columns)) / (columns - 1)),
    );
    expectFactors(a, 900, columns, 1e-13);
  });

  test.each([1e-9, 1e-13, 0])('tall, with columns that are equal but for %f', (difference) => {
    const columns = 20;
    const noise = normals(1, 700 * columns);
    const a = normals(2, 700 * columns).map((_, i, all) => all[i - (i % columns)] + difference * noise[i]);
    expectFactors(a, 700, columns, 1e-13);
  });

  test('elements of 10^±200', () => {
    for (const scale of [1e-200, 1e200])
      expectFactors(
        normals(3, 60).map((value) => value * scale),
        10,
        6,
      );
    expectFactors(
      normals(4, 640 * 16).map((value) => value * 1e-200),
      640,
      16,
    );
  });

  test('rejects elements that are no matrix of that shape', () => {
    expect(() => qr(new Float64Array(5), 2, 3)).toThrow('qr: 5 numbers are no 2 × 3 matrix');
  });
});
