import { test as fuzz } from '@fast-check/vitest';
import { Rng } from '@ml/tensor';
import { array, constantFrom, double, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascendingOrder } from './ascending-order.ts';

/** The order by comparing, which is stable. */
const byComparing = (values: Float64Array): Int32Array =>
  Int32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b] || a - b);

describe('ascendingOrder', () => {
  fuzz.prop([array(double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 2000, size: 'max' })])(
    'is the order by comparing, of any numbers',
    (numbers) => {
      const values = Float64Array.from(numbers, (each) => each + 0);
      expect(ascendingOrder(values)).toEqual(byComparing(values));
    },
  );

  fuzz.prop([integer({ min: 0, max: 3000 }), integer({ min: 0, max: 1e6 }), constantFrom(1e-9, 1, 1e6)], {
    numRuns: 40,
  })('also of many that agree in their leading bits, and of repeats', (n, seed, width) => {
    const rng = new Rng(seed);
    const values = Float64Array.from({ length: n }, () => 1000 + width * (rng.integers(400) - 200));
    expect(ascendingOrder(values)).toEqual(byComparing(values));
  });

  test('infinities are at the ends', () => {
    const values = Float64Array.from({ length: 600 }, (_, i) =>
      i % 3 === 0 ? -Infinity : i % 3 === 1 ? Infinity : -i,
    );
    const sorted = Array.from(ascendingOrder(values), (i) => values[i]);
    expect([sorted[0], sorted[599], sorted[200], sorted[399]]).toEqual([-Infinity, Infinity, -599, -2]);
  });
});
