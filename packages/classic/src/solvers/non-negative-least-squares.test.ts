import { test as fuzz } from '@fast-check/vitest';
import { Rng } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multiply } from '../linalg/multiply.ts';
import { nonNegativeLeastSquares } from './non-negative-least-squares.ts';

describe('nonNegativeLeastSquares', () => {
  fuzz.prop([integer({ min: 1, max: 12 }), integer({ min: 1, max: 20 }), integer({ min: 0, max: 1000 })])(
    'fulfils the conditions of the minimum, also where columns depend on each other',
    (n, rows, seed) => {
      const rng = new Rng(seed);
      const X = rng.fillNormal(new Float64Array(rows * n));
      const y = rng.fillNormal(new Float64Array(rows));
      const gram = multiply(X, X, { size: [n, rows, n], transposeA: true });
      const target = multiply(X, y, { size: [n, rows, 1], transposeA: true });
      const w = nonNegativeLeastSquares(gram, target);
      const slope = multiply(gram, w, { size: [n, n, 1] }).map((value, j) => value - target[j]);
      const scale = 1e-9 * (1 + Math.max(...target.map(Math.abs)));
      for (let j = 0; j < n; j++) {
        expect(w[j]).toBeGreaterThanOrEqual(0);
        if (w[j] > 0) expect(Math.abs(slope[j])).toBeLessThan(scale);
        else expect(slope[j]).toBeGreaterThan(-scale);
      }
    },
  );

  test('all 0 where every coefficient would be negative', () => {
    expect([...nonNegativeLeastSquares(Float64Array.of(2, 1, 1, 2), Float64Array.of(-1, -3))]).toEqual([0, 0]);
  });
});
