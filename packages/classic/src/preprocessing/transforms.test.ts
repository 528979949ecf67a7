import { test as fuzz } from '@fast-check/vitest';
import { Rng, toTypedArray } from '@ml/tensor';
import { double, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { FunctionTransformer } from './function-transformer.ts';
import { KBinsDiscretizer } from './k-bins-discretizer.ts';
import { kmeansColumn } from './kmeans-column.ts';
import { PolynomialFeatures } from './polynomial-features.ts';
import { likeliestPower, powerInverseTransform, powerTransform } from './power-family.ts';
import { PowerTransformer } from './power-transformer.ts';
import { QuantileTransformer } from './quantile-transformer.ts';

const { X } = dataset('regression');

describe('PowerTransformer', () => {
  const number = double({ min: -20, max: 20, noNaN: true });
  const lambda = double({ min: -3, max: 5, noNaN: true });

  fuzz.prop([number, lambda])('Yeo-Johnson can be undone', (x, power) => {
    const back = powerInverseTransform('yeo-johnson', powerTransform('yeo-johnson', x, power), power);
    // far out, a strong power puts different x on the same number
    if (Math.abs(x) < 5) expect(Math.abs(back - x)).toBeLessThan(1e-6 * Math.max(1, Math.abs(x)) ** 4);
  });

  fuzz.prop([double({ min: 1e-6, max: 1, noNaN: true }), double({ min: -1e-9, max: 1e-9, noNaN: true })])(
    'goes through λ = 0 without a jump',
    (x, power) => {
      expect(Math.abs(powerTransform('box-cox', x, power) - Math.log(x))).toBeLessThan(1e-6);
      expect(Math.abs(powerTransform('yeo-johnson', -x, 2 + power) + Math.log1p(x))).toBeLessThan(1e-8);
    },
  );

  fuzz.prop([integer({ min: 0, max: 500 }), double({ min: -1.5, max: 2.5, noNaN: true })])(
    'no λ nearby is likelier, by the formula itself',
    (seed, shape) => {
      const rng = new Rng(seed);
      const column = Float64Array.from({ length: 40 }, () =>
        powerInverseTransform('yeo-johnson', rng.normal() * 0.05, shape),
      );
      const cost = (power: number): number => {
        const z = [...column].map((x) => powerTransform('yeo-johnson', x, power));
        const mean = z.reduce((a, b) => a + b) / z.length;
        const variance = z.reduce((sum, each) => sum + (each - mean) ** 2, 0) / z.length;
        return (
          20 * Math.log(variance) -
          (power - 1) * column.reduce((sum, x) => sum + Math.sign(x) * Math.log1p(Math.abs(x)), 0)
        );
      };
      const best = likeliestPower('yeo-johnson', column);
      for (const step of [1e-3, 0.1, 1]) {
        expect(cost(best + step)).toBeGreaterThan(cost(best) - 1e-9);
        expect(cost(best - step)).toBeGreaterThan(cost(best) - 1e-9);
      }
    },
  );

  test('inverseTransform undoes transform, NaN stays', () => {
    for (const data of ['missing', 'positive', 'counts']) {
      const samples = dataset(data).X;
      const power = new PowerTransformer().fit(samples);
      expectClose(power.inverseTransform(power.transform(samples)), samples, 1e-10);
    }
    const positive = dataset('positive').X;
    const power = new PowerTransformer({ method: 'box-cox', standardize: false }).fit(positive);
    expectClose(power.inverseTransform(power.transform(positive)), positive, 1e-10);
  });

  test('far from 0 λ is that of the values in another unit', () => {
    const rng = new Rng(5);
    const column = Float64Array.from({ length: 200 }, () => 1000 + rng.normal());
    const best = likeliestPower('box-cox', column);
    expect(Math.abs(best)).toBeGreaterThan(1); // where powers of 1000 have no digits left
    expect(
      Math.abs(
        likeliestPower(
          'box-cox',
          column.map((value) => value / 1000),
        ) /
          best -
          1,
      ),
    ).toBeLessThan(1e-6);
  });

  test('huge values, a constant and nothing at all have a finite λ, or none', () => {
    expect(likeliestPower('yeo-johnson', Float64Array.of(3, 3, 3))).toBe(1);
    expect(likeliestPower('yeo-johnson', new Float64Array(0))).toBeNaN();
    expect(Number.isFinite(likeliestPower('yeo-johnson', Float64Array.of(1, 1e200, 1e300)))).toBe(true);
    expect(Number.isFinite(likeliestPower('box-cox', Float64Array.of(1e-300, 1, 1e300)))).toBe(true);
  });

  test('Box and Cox need positive values', () => {
    const power = new PowerTransformer({ method: 'box-cox' });
    expect(() =>
      power.fit([
        [1, 2],
        [1, 0],
      ]),
    ).toThrow("PowerTransformer.fit: X has 0 at row 1, column 1; 'box-cox' needs values > 0");
    expect(() => power.fit([[1], [2], [3]]).transform([[-1]])).toThrow(
      'PowerTransformer.transform: X has -1 at row 0, column 0',
    );
  });
});

describe('QuantileTransformer', () => {
  test('inverseTransform undoes transform', () => {
    for (const outputDistribution of ['uniform', 'normal'] as const) {
      const transformer = new QuantileTransformer({ outputDistribution }).fit(X);
      expectClose(transformer.inverseTransform(transformer.transform(X)), X, 1e-9);
    }
  });

  fuzz.prop([integer({ min: 0, max: 200 })])('keeps the order', (seed) => {
    const rng = new Rng(seed);
    const transformer = new QuantileTransformer({ nQuantiles: 7 }).fit(
      Array.from({ length: 30 }, () => [rng.normal()]),
    );
    const probes = Array.from({ length: 20 }, () => [4 * rng.normal()]).sort(([a], [b]) => a - b);
    const levels = toTypedArray(transformer.transform(probes));
    expect([...levels]).toEqual([...levels].sort((a, b) => a - b));
    expect(Math.min(...levels)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...levels)).toBeLessThanOrEqual(1);
  });

  test('a part of the samples gives nearly the same quantiles, by the seed', () => {
    const rng = new Rng(1);
    const samples = Array.from({ length: 4000 }, () => [rng.random()]);
    const levels = (randomState: number) =>
      new QuantileTransformer({ subsample: 1000, nQuantiles: 10, randomState }).fit(samples).quantiles_;
    expect(levels(0).toArray()).toEqual(levels(0).toArray());
    expect(levels(0).toArray()).not.toEqual(levels(1).toArray());
    expectClose(
      levels(0),
      Array.from({ length: 10 }, (_, i) => [i / 9]),
      0.05,
    );
    expect(() => new QuantileTransformer({ subsample: 5 }).fit(samples)).toThrow(
      'nQuantiles must be at most subsample (5), not 1000',
    );
  });
});

describe('KBinsDiscretizer', () => {
  test('inverseTransform gives the middles of bins', () => {
    for (const encode of ['ordinal', 'onehot'] as const) {
      const bins = new KBinsDiscretizer({ nBins: 2, encode, strategy: 'uniform' }).fit([
        [0, 5],
        [8, 5],
      ]);
      expect(
        bins
          .inverseTransform(
            bins.transform([
              [1, 5],
              [7, 5],
            ]),
          )
          .toArray(),
      ).toEqual([
        [2, Number.NaN],
        [6, Number.NaN],
      ]);
    }
    const ordinal = new KBinsDiscretizer({ nBins: 2, encode: 'ordinal' }).fit([[0], [8]]);
    expect(() => ordinal.inverseTransform([[2]])).toThrow('X has 2 at row 0, column 0, where bins are 0 to 1');
  });

  fuzz.prop([integer({ min: 0, max: 500 }), integer({ min: 2, max: 6 })])(
    'k-means ends where centres are means of what is nearest',
    (seed, k) => {
      const rng = new Rng(seed);
      const values = rng.fillNormal(new Float64Array(50)).sort();
      const start = Float64Array.from({ length: k }, (_, i) => values[0] + ((i + 0.5) / k) * (values[49] - values[0]));
      const cost = (centres: ArrayLike<number>): number =>
        values.reduce((sum, value) => sum + Math.min(...Array.from(centres, (centre) => (value - centre) ** 2)), 0);
      const centres = kmeansColumn(values, start);
      expect([...centres]).toEqual([...centres].sort((a, b) => a - b));
      expect(cost(centres)).toBeLessThanOrEqual(cost(start));
      const groups = Array.from(centres, (centre) =>
        values.filter((value) => centres.every((other) => Math.abs(value - centre) <= Math.abs(value - other))),
      );
      const means = groups.map((group, g) =>
        group.length === 0 ? centres[g] : group.reduce((a, b) => a + b, 0) / group.length,
      );
      // it stops when centres move by less than 1e-4 of the variance
      expect(Math.max(...means.map((mean, g) => Math.abs(mean - centres[g])))).toBeLessThan(0.2);
    },
  );

  test('edges outlive JSON, and say what is wrong', () => {
    const bins = new KBinsDiscretizer({ nBins: [2, 3, 2, 2, 4] }).fit(X);
    const again = fromJSON(JSON.stringify(bins), KBinsDiscretizer);
    expect(again.transform(X).toArray()).toEqual(bins.transform(X).toArray());
    expect(() => new KBinsDiscretizer({ nBins: [2] }).fit(X)).toThrow(
      'nBins must be one number, or one for each of 5 features',
    );
    expect(() => new KBinsDiscretizer({ nBins: 1 }).fit(X)).toThrow('nBins must be an integer ≥ 2, not 1');
    expect(() => new KBinsDiscretizer({ strategy: 'uniform', subsample: 9 }).fit(X)).toThrow(
      "subsample must be null with strategy 'uniform'",
    );
  });
});

describe('PolynomialFeatures', () => {
  fuzz.prop([integer({ min: 0, max: 200 }), integer({ min: 1, max: 4 })])(
    'every column is the product that its powers say',
    (seed, degree) => {
      const rng = new Rng(seed);
      const row = [rng.normal(), rng.normal(), rng.normal()];
      const terms = new PolynomialFeatures({ degree });
      const made = toTypedArray(terms.fitTransform([row]));
      const powers = terms.powers_.toArray() as number[][];
      expectClose(
        made,
        powers.map((exponents) => exponents.reduce((product, power, j) => product * row[j] ** power, 1)),
        1e-13,
      );
      expect(new Set(powers.map(String)).size).toBe(made.length);
    },
  );

  test('refuses degrees that are none', () => {
    for (const degree of [-1, 1.5, [2, 1] as const])
      expect(() => new PolynomialFeatures({ degree }).fit(X)).toThrow(
        'degree must be an integer ≥ 0, or two, ascending',
      );
    expect(() => new PolynomialFeatures({ degree: 0, includeBias: false }).fit(X)).toThrow('there would be no column');
  });
});

describe('FunctionTransformer', () => {
  test('applies functions, and names what comes out', () => {
    const log = new FunctionTransformer({
      func: (x) => x.log1p(),
      inverseFunc: (x) => x.exp().sub(1),
      featureNamesOut: (names) => names.map((name) => `log ${name}`),
    });
    expectClose(log.inverseTransform(log.fitTransform([[1, 3]])), [[1, 3]], 1e-15);
    expect(log.getFeatureNamesOut(['a', 'b'])).toEqual(['log a', 'log b']);
    expect(() => new FunctionTransformer({ func: (x) => x }).fit([[1]]).getFeatureNamesOut()).toThrow(
      'names are known only where featureNamesOut is given',
    );
  });

  test('without a function X stays, as a copy', () => {
    const same = new FunctionTransformer().fit([[1]]);
    expect(same.transform([[7]]).toArray()).toEqual([[7]]);
    expect(
      fromJSON(JSON.stringify(same), FunctionTransformer)
        .transform([[7]])
        .toArray(),
    ).toEqual([[7]]);
  });

  test('functions cannot be written as JSON', () => {
    const double = (x: { mul(by: number): never }) => x.mul(2);
    expect(() => new FunctionTransformer({ func: double as never }).toJSON()).toThrow(
      'FunctionTransformer.params.func is the function double, which JSON cannot say',
    );
    expect(() => new FunctionTransformer({ func: 3 as never }).fit([[1]])).toThrow(
      'func must be a function or null, not 3',
    );
    expect(() => new FunctionTransformer({ validate: true }).fit([[Number.NaN]])).toThrow('X has NaN at row 0');
  });
});
