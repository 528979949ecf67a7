import { test as fuzz } from '@fast-check/vitest';
import { Rng, tidy, toTypedArray } from '@ml/tensor';
import { boolean, double, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { realDataset } from '../real-data.testing.ts';
import { ElasticNet } from './elastic-net.ts';
import { ElasticNetCV } from './elastic-net-cv.ts';
import { Lasso } from './lasso.ts';
import { LassoCV } from './lasso-cv.ts';
import { LinearRegression } from './linear-regression.ts';
import { Ridge } from './ridge.ts';

function draw(seed: number, n: number, features: number): { X: number[][]; y: number[] } {
  const rng = new Rng(seed);
  const X = Array.from({ length: n }, () => {
    const common = rng.normal();
    return Array.from({ length: features }, () => 2 + rng.normal() + 2 * common); // correlated
  });
  return { X, y: X.map((row) => 2 * row[0] - (row[1] ?? 0) + rng.normal()) };
}

describe('ElasticNet', () => {
  fuzz.prop(
    [
      integer({ min: 0, max: 1000 }),
      integer({ min: 1, max: 40 }),
      integer({ min: 3, max: 30 }),
      double({ min: 0.01, max: 1, noNaN: true }),
      boolean(),
      boolean(),
    ],
    { numRuns: 60 },
  )('fulfils the conditions of the minimum', (seed, features, n, l1Ratio, positive, precompute) => {
    const { X, y } = draw(seed, n, features);
    const alpha = 0.2;
    const params = { alpha, l1Ratio, positive, precompute, tol: 1e-13, maxIter: 100_000 };
    const model = new ElasticNet(params).fit(X, y);
    const w = toTypedArray(model.coef_);
    const guess = toTypedArray(model.predict(X));
    const residual = y.map((value, i) => value - guess[i]);
    const means = X[0].map((_, j) => X.reduce((sum, row) => sum + row[j], 0) / n);
    for (let j = 0; j < features; j++) {
      const pull = residual.reduce((sum, value, i) => sum + value * (X[i][j] - means[j]), 0) / n;
      const slope = pull - alpha * (1 - l1Ratio) * w[j];
      if (w[j] !== 0) expect(slope).toBeCloseTo(alpha * l1Ratio * Math.sign(w[j]), 5);
      else expect(positive ? slope : Math.abs(slope)).toBeLessThan(alpha * l1Ratio + 1e-5);
      if (positive) expect(w[j]).toBeGreaterThanOrEqual(0);
    }
  });

  test.each(['regression', 'wide', 'positive', 'collinear'])(
    'by residual and by products it is the same: %s',
    (name) => {
      const { X, y } = dataset(name);
      for (const selection of ['cyclic', 'random'] as const) {
        const [a, b, c] = [true, false, 'auto' as const].map((precompute) =>
          new Lasso({ alpha: 0.02, tol: 1e-14, maxIter: 1e5, precompute, selection, randomState: 3 }).fit(X, y),
        );
        // Of columns that are equal either may have the coefficient.
        expectClose(a.predict(X), b.predict(X).toArray() as number[], 1e-6);
        expectClose(c.predict(X), b.predict(X).toArray() as number[], 1e-6);
      }
    },
  );

  test('changing from residual to products on the way loses nothing', () => {
    // Correlated: it takes more sweeps over the residual than the products are worth.
    const { X, y } = draw(1, 200, 30);
    const auto = new Lasso({ alpha: 1e-3, tol: 1e-10, maxIter: 1e5 }).fit(X, y);
    const products = new Lasso({ alpha: 1e-3, tol: 1e-10, maxIter: 1e5, precompute: true }).fit(X, y);
    expectClose(auto.coef_, products.coef_.toArray() as number[], 1e-5);
    expect(auto.dualGap_).toBeLessThan(1e-10 * y.reduce((sum, value) => sum + value * value, 0));
  });

  test('the gap bounds how far the objective is above its minimum', () => {
    const { X, y } = dataset('regression');
    const objective = (model: Lasso): number => {
      const guess = toTypedArray(model.predict(X));
      const squares = y.reduce((sum, value, i) => sum + (value - guess[i]) ** 2, 0);
      const size = [...toTypedArray(model.coef_)].reduce((sum, value) => sum + Math.abs(value), 0);
      return squares / (2 * y.length) + 0.1 * size;
    };
    const best = objective(new Lasso({ alpha: 0.1, tol: 1e-14, maxIter: 1e5 }).fit(X, y));
    for (const maxIter of [1, 2, 5]) {
      const early = new Lasso({ alpha: 0.1, maxIter, tol: 1e-14 }).fit(X, y);
      expect(objective(early) - best).toBeLessThanOrEqual(early.dualGap_ + 1e-12);
      expect(early.nIter_).toBe(maxIter);
    }
  });

  test('without l1 it is ridge regression, without a penalty least squares', () => {
    const { X, y } = dataset('regression');
    const settings = { tol: 1e-12, maxIter: 1e5 };
    const net = new ElasticNet({ alpha: 0.3, l1Ratio: 0, ...settings }).fit(X, y);
    expectClose(net.coef_, new Ridge({ alpha: 0.3 * y.length }).fit(X, y).coef_.toArray() as number[], 1e-7);
    const none = new ElasticNet({ alpha: 0, ...settings }).fit(X, y);
    expectClose(none.coef_, new LinearRegression().fit(X, y).coef_.toArray() as number[], 1e-6);
  });

  test('weights that are whole are repetitions', () => {
    const { X, y } = draw(2, 12, 20);
    const sampleWeight = y.map((_, i) => i % 3);
    const repeated = [...y.keys()].flatMap((i) => Array<number>(sampleWeight[i]).fill(i));
    const settings = { alpha: 0.1, tol: 1e-13, maxIter: 1e5 };
    const weighted = new Lasso(settings).fit(X, y, { sampleWeight });
    const whole = new Lasso(settings).fit(
      repeated.map((i) => X[i]),
      repeated.map((i) => y[i]),
    );
    expectClose(weighted.coef_, whole.coef_.toArray() as number[], 1e-6);
  });

  test('a constant feature and a constant target', () => {
    const model = new Lasso({ alpha: 0.1 }).fit([[1, 5], [2, 5], [3, 5]], [1, 2, 3]); // biome-ignore format: rows
    expect((model.coef_.toArray() as number[])[1]).toBe(0);
    expect(
      new Lasso()
        .fit([[1], [2]], [3, 3])
        .predict([[9]])
        .toArray(),
    ).toEqual([3]);
  });

  test('what it refuses', () => {
    const data = [
      [[1], [2]],
      [1, 2],
    ] as const;
    expect(() => new Lasso({ alpha: -1 }).fit(...data)).toThrow('Lasso: alpha must be a number ≥ 0, not -1');
    expect(() => new ElasticNet({ l1Ratio: 2 }).fit(...data)).toThrow(
      'ElasticNet: l1Ratio must be a number from 0 to 1, not 2',
    );
    expect(() => new Lasso({ selection: 'greedy' as never }).fit(...data)).toThrow(
      "Lasso: selection must be one of 'cyclic', 'random', not 'greedy'",
    );
    expect(() => new ElasticNetCV({ l1Ratio: 0, cv: 2 }).fit(...data)).toThrow(
      'l1Ratio must be above 0 where alphas is null',
    );
  });
});

describe('LassoCV', () => {
  test('each error is that of a lasso on the other samples', () => {
    const { X, y } = draw(5, 30, 4);
    const alphas = [1, 0.1, 0.01];
    const settings = { tol: 1e-12, maxIter: 1e5 };
    const model = new LassoCV({ alphas, cv: 3, ...settings }).fit(X, y);
    const path = tidy(() => model.msePath_.toArray() as number[][]);
    alphas.forEach((alpha, a) => {
      const test = [...y.keys()].filter((i) => i >= 10 && i < 20); // the second fold
      const train = [...y.keys()].filter((i) => i < 10 || i >= 20);
      const lasso = new Lasso({ alpha, ...settings }).fit(
        train.map((i) => X[i]),
        train.map((i) => y[i]),
      );
      const guess = toTypedArray(lasso.predict(test.map((i) => X[i])));
      const error = test.reduce((sum, i, at) => sum + (guess[at] - y[i]) ** 2, 0) / test.length;
      expect(path[a][1]).toBeCloseTo(error, 6);
    });
    expect(model.alpha_).toBe(
      alphas[
        path.map((row) => row[0] + row[1] + row[2]).reduce((best, value, i, all) => (value < all[best] ? i : best), 0)
      ],
    );
  });

  test('the largest alpha is the least that makes all coefficients 0', () => {
    const { X, y } = realDataset('diabetes');
    const [largest] = toTypedArray(new LassoCV({ nAlphas: 5, cv: 2 }).fit(X, y).alphas_);
    const coefs = [largest * 1.0001, largest * 0.999].map((alpha) =>
      toTypedArray(new Lasso({ alpha }).fit(X, y).coef_),
    );
    expect(coefs[0].every((value) => value === 0)).toBe(true);
    expect(coefs[1].every((value) => value === 0)).toBe(false);
  });
});
