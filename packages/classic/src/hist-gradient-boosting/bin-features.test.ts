import { test as fuzz } from '@fast-check/vitest';
import { heapView, Rng, tidy } from '@ml/tensor';
import { array, constantFrom, double, integer, oneof } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrix } from '../base/values.ts';
import { binFeatures } from './bin-features.ts';
import { binThresholds } from './bin-thresholds.testing.ts';

const bin = (x: Float64Array, width: number, maxBins: number, categories: (Float64Array | null)[] | null = null) =>
  tidy(() => {
    const known = categories ?? Array.from({ length: width }, () => null);
    const { codes, ...rest } = binFeatures(matrix(x, x.length / width, width), known, { maxBins, rng: new Rng(0) });
    return { codes: Array.from(heapView(codes)), ...rest };
  });

describe('binFeatures', () => {
  const value = oneof(
    double({ noDefaultInfinity: true, noNaN: true }),
    constantFrom(0, -0, 1, -1, 1e-310, -5e-324, 2 ** 60, Number.NaN, 1e308),
    integer({ min: -3, max: 3 }),
  );

  fuzz.prop([array(value, { minLength: 4, maxLength: 120 }), integer({ min: 2, max: 9 })])(
    'thresholds are those of the sorted values, and bins are between them',
    (list, maxBins) => {
      const x = Float64Array.from(list.slice(0, 2 * Math.floor(list.length / 2)));
      const found = bin(x, 2, maxBins);
      const n = x.length / 2;
      for (let j = 0; j < 2; j++) {
        const column = Float64Array.from({ length: n }, (_, i) => x[2 * i + j]);
        const expected = binThresholds(column.filter((v) => !Number.isNaN(v)).sort(), maxBins);
        expect(found.thresholds[j]).toEqual(expected);
        const codes = Array.from(column, (v) =>
          Number.isNaN(v) ? maxBins : expected.filter((threshold) => threshold < v).length,
        );
        expect(found.codes.slice(j * n, (j + 1) * n)).toEqual(codes);
        expect(found.hasMissing[j]).toBe(codes.includes(maxBins) && column.some(Number.isNaN) ? 1 : 0);
        expect(found.used[j]).toBe(expected.length + 1);
      }
    },
  );

  test('many samples in many features, on every thread', () => {
    const rng = new Rng(3);
    const x = rng.fillNormal(new Float64Array(5000 * 7));
    const { thresholds, codes } = bin(x, 7, 255);
    for (let j = 0; j < 7; j++) {
      const column = Float64Array.from({ length: 5000 }, (_, i) => x[7 * i + j]);
      expect(thresholds[j]).toEqual(binThresholds(column.slice().sort(), 255));
      for (const i of [0, 17, 4999]) {
        expect(codes[j * 5000 + i]).toBe(thresholds[j].filter((threshold) => threshold < column[i]).length);
      }
    }
  });

  test('many values that differ in their last bits only', () => {
    const x = Float64Array.from(new Rng(4).permutation(3000), (i) => -1 - i * 2 ** -50);
    expect(bin(x, 1, 255).thresholds[0]).toEqual(binThresholds(x.slice().sort(), 255));
  });

  test('of more than 200,000 samples the quantiles are those of a part', () => {
    const x = Float64Array.from({ length: 200_500 }, (_, i) => i);
    const [thresholds] = bin(x, 1, 3).thresholds;
    expect(thresholds.length).toBe(2);
    for (const [i, share] of [1 / 3, 2 / 3].entries())
      expect(Math.abs(thresholds[i] / 200_500 - share)).toBeLessThan(0.004);
  });

  test('categories have a bin each, in their order', () => {
    const { codes, used } = bin(Float64Array.of(7, 2, Number.NaN, 0, 2), 1, 10, [Float64Array.of(0, 2, 7)]);
    expect(codes).toEqual([2, 1, 10, 0, 1]);
    expect(used[0]).toBe(3);
  });
});
