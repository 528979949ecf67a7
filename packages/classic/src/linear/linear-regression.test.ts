import { test as fuzz } from '@fast-check/vitest';
import { Rng, tensor, tidy, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../base/data-error.ts';
import type { EstimatorClass } from '../base/estimator.ts';
import { dataset, expectClose, fixture, type Nested } from '../fixture.testing.ts';
import { describeParity } from '../parity.testing.ts';
import { ElasticNet } from './elastic-net.ts';
import { ElasticNetCV } from './elastic-net-cv.ts';
import { Lasso } from './lasso.ts';
import { LassoCV } from './lasso-cv.ts';
import { LinearRegression } from './linear-regression.ts';
import { Ridge } from './ridge.ts';
import { RidgeClassifier } from './ridge-classifier.ts';
import { RidgeCV } from './ridge-cv.ts';

describeParity('linear', {
  LinearRegression,
  Ridge,
  RidgeCV,
  RidgeClassifier,
  Lasso,
  ElasticNet,
  LassoCV,
  ElasticNetCV,
});

interface TargetsCase {
  readonly name: string;
  readonly estimator: string;
  readonly params: object;
  readonly sampleWeight: number[] | null;
  readonly outputs: Record<string, Nested>;
}

describe('several targets: agree with scikit-learn', () => {
  const { data, Y, cases } = fixture<{ data: string; Y: number[][]; cases: TargetsCase[] }>('linear-targets');
  const classes: Record<string, EstimatorClass> = { LinearRegression, Ridge, RidgeCV };
  test.each(cases)('$name', ({ estimator, params, sampleWeight, outputs }) => {
    tidy(() => {
      const { X } = dataset(data);
      const model = new classes[estimator](params as never) as unknown as LinearRegression;
      model.fit(X, Y, { sampleWeight });
      const found = { ...model, coef_: model.coef_, intercept_: model.intercept_, predict: model.predict(X) };
      const { alpha_, bestScore_ } = model as unknown as RidgeCV;
      const all: Record<string, unknown> = { ...found, score: model.score(X, Y), alpha_, bestScore_ };
      for (const [name, reference] of Object.entries(outputs)) expectClose(all[name] as number, reference, 1e-9, name);
    });
  });
});

/** Samples and a target. */
function draw(seed: number, n: number, features: number): { X: number[][]; y: number[] } {
  const rng = new Rng(seed);
  const X = Array.from({ length: n }, () => Array.from({ length: features }, () => 3 + rng.normal()));
  return { X, y: X.map((row) => row[0] - 2 + 0.5 * rng.normal()) };
}

describe('LinearRegression', () => {
  fuzz.prop([integer({ min: 0, max: 1000 }), integer({ min: 1, max: 6 }), integer({ min: 2, max: 25 })])(
    'residuals are orthogonal to the features and sum to 0',
    (seed, features, n) => {
      const { X, y } = draw(seed, n, features);
      const guess = toTypedArray(new LinearRegression().fit(X, y).predict(X));
      const residual = y.map((value, i) => value - guess[i]);
      expect(Math.abs(residual.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-9);
      for (let j = 0; j < features; j++)
        expect(Math.abs(residual.reduce((sum, value, i) => sum + value * X[i][j], 0))).toBeLessThan(1e-8);
    },
  );

  test('columns that are equal share a coefficient: the solution of least norm', () => {
    const { X, y } = draw(3, 20, 2);
    const single = new LinearRegression().fit(X, y);
    const double = new LinearRegression().fit(
      X.map(([a, b]) => [a, a, b]),
      y,
    );
    const [a, b] = toTypedArray(single.coef_);
    expectClose(double.coef_, [a / 2, a / 2, b], 1e-12);
    expect(double.rank_).toBe(2);
  });

  test('features of very different sizes are as precise', () => {
    const { X, y } = draw(4, 40, 3);
    const sizes = [1e-6, 1, 1e7];
    const scaled = new LinearRegression().fit(
      X.map((row) => row.map((value, j) => value * sizes[j])),
      y,
    );
    const coef = toTypedArray(new LinearRegression().fit(X, y).coef_);
    toTypedArray(scaled.coef_).forEach((value, j) => {
      expect((value * sizes[j]) / coef[j]).toBeCloseTo(1, 9);
    });
  });

  test('a constant feature and a single sample', () => {
    const model = new LinearRegression().fit([[5, 1]], [7]);
    expect(model.coef_.toArray()).toEqual([0, 0]);
    expect(model.intercept_.toArray()).toBe(7);
    expect(model.rank_).toBe(0);
  });

  test('a column of targets gives a column, a vector a vector', () => {
    const { X, y } = draw(5, 10, 2);
    const column = new LinearRegression().fit(X, tensor(y, { dtype: 'float64' }).reshape([10, 1]));
    const vector = new LinearRegression().fit(X, y);
    expect([column.predict(X).shape, column.coef_.shape, column.intercept_.shape]).toEqual([[10, 1], [1, 2], [1]]);
    expect([vector.predict(X).shape, vector.coef_.shape, vector.intercept_.shape]).toEqual([[10], [2], []]);
    expect(column.score(X, tensor(y, { dtype: 'float64' }).reshape([10, 1]))).toBe(vector.score(X, y));
  });

  test('what it refuses', () => {
    const model = new LinearRegression();
    expect(() => model.fit([[1], [2]], [1, 2, 3])).toThrow('LinearRegression.fit: X has 2 samples, y has 3');
    expect(() => model.fit([[1], [2]], [1, Number.NaN])).toThrow(DataError);
  });
});

describe('Ridge', () => {
  fuzz.prop([integer({ min: 0, max: 1000 }), integer({ min: 1, max: 8 }), integer({ min: 2, max: 12 })])(
    'is least squares with a row √α·e for each feature',
    (seed, features, n) => {
      const { X, y } = draw(seed, n, features);
      const alpha = 0.8;
      const rows = X[0].map((_, j) => X[0].map((_, k) => (j === k ? Math.sqrt(alpha) : 0)));
      const padded = new LinearRegression({ fitIntercept: false }).fit([...X, ...rows], [...y, ...rows.map(() => 0)]);
      for (const solver of ['cholesky', 'svd'] as const) {
        const ridge = new Ridge({ alpha, solver, fitIntercept: false }).fit(X, y);
        expectClose(ridge.coef_, padded.coef_.toArray() as number[], 1e-9);
      }
    },
  );

  test('α = 0 with dependent features is the solution of least norm', () => {
    const { X, y } = dataset('wide');
    const ridge = new Ridge({ alpha: 0 }).fit(X, y);
    expectClose(ridge.coef_, new LinearRegression().fit(X, y).coef_.toArray() as number[], 1e-9);
  });

  test('what it refuses', () => {
    const data = [
      [[1], [2]],
      [1, 2],
    ] as const;
    expect(() => new Ridge({ alpha: -1 }).fit(...data)).toThrow('Ridge: alpha must be a number ≥ 0, not -1');
    expect(() => new Ridge({ alpha: [1, 2] }).fit(...data)).toThrow(
      'Ridge: alpha must be a number ≥ 0, or one for each of 1 targets, not [1, 2]',
    );
    expect(() => new Ridge({ solver: 'sag' as never }).fit(...data)).toThrow(
      "Ridge: solver must be one of 'auto', 'cholesky', 'svd', not 'sag'",
    );
  });
});

describe('RidgeCV', () => {
  test.each([
    ['more samples', 9, 3, true],
    ['more features', 7, 12, true],
    ['more features, no intercept', 7, 12, false],
  ])('scores are those of leaving out one sample after the other: %s', (_, n, features, fitIntercept) => {
    const { X, y } = draw(8, n, features);
    for (const alpha of [1e-4, 1, 50]) {
      let sum = 0;
      for (let out = 0; out < n; out++) {
        const rest = [...X.keys()].filter((i) => i !== out);
        const ridge = new Ridge({ alpha, fitIntercept }).fit(
          rest.map((i) => X[i]),
          rest.map((i) => y[i]),
        );
        sum += (toTypedArray(ridge.predict([X[out]]))[0] - y[out]) ** 2;
      }
      const { bestScore_ } = new RidgeCV({ alphas: [alpha], fitIntercept }).fit(X, y);
      expect(bestScore_).toBeCloseTo(-sum / n, 7);
    }
  });

  test('what it refuses', () => {
    const data = [
      [[1], [2]],
      [1, 2],
    ] as const;
    expect(() => new RidgeCV({ alphas: [0, 1] }).fit(...data)).toThrow(
      'RidgeCV: alphas must be a list of numbers > 0, not [0, 1]',
    );
    expect(() => new RidgeCV({ cv: 2, alphaPerTarget: true }).fit(...data)).toThrow(
      'alphaPerTarget must be false with cv',
    );
  });
});
