import { test as fuzz } from '@fast-check/vitest';
import { Rng, type Tensor } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, type Nested } from '../fixture.testing.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { LinearDiscriminantAnalysis } from './linear-discriminant-analysis.ts';
import { QuadraticDiscriminantAnalysis } from './quadratic-discriminant-analysis.ts';
import { shrunkCovariance } from './shrunk-covariance.ts';

describeParity('discriminant', { LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis });

const numbers = (x: Tensor): Nested => x.toArray() as Nested;

/** Three classes that share a covariance, in F features. */
function drawn(seed: number, n: number, features: number): { X: number[][]; y: number[] } {
  const rng = new Rng(seed);
  const y = Array.from({ length: n }, (_, i) => i % 3);
  const X = y.map((k) =>
    Array.from({ length: features }, (_, j) => rng.normal() * (1 + j) + (j === 0 ? 3 * k : k % 2)),
  );
  return { X, y };
}

describe('LinearDiscriminantAnalysis', () => {
  fuzz.prop([integer({ min: 0, max: 500 })], { numRuns: 15 })('the solvers agree', (seed) => {
    const { X, y } = drawn(seed, 60, 4);
    const [bySvd, byEigen, bySquares] = (['svd', 'eigen', 'lsqr'] as const).map((solver) =>
      new LinearDiscriminantAnalysis({ solver }).fit(X, y),
    );
    // 'svd' takes covariances with N − K, the others with N.
    expectClose(byEigen.coef_, numbers(bySquares.coef_), 1e-9);
    expectClose(byEigen.predictProba(X), numbers(bySquares.predictProba(X)), 1e-9);
    const centred = (coef: number[][]): number[][] =>
      coef.map((row) => row.map((value, j) => value - (coef[0][j] + coef[1][j] + coef[2][j]) / 3));
    const scale = 60 / 57;
    const svd = centred(bySvd.coef_.toArray() as number[][]).map((row) => row.map((value) => value * scale));
    expectClose(centred(byEigen.coef_.toArray() as number[][]).flat(), svd.flat(), 1e-9);
  });

  fuzz.prop([integer({ min: 0, max: 500 })], { numRuns: 15 })(
    'what it transforms has covariance 1 within classes',
    (seed) => {
      const { X, y } = drawn(seed, 60, 4);
      const T = new LinearDiscriminantAnalysis().fitTransform(X, y).toArray() as number[][];
      const means = [0, 1, 2].map((k) =>
        [0, 1].map((j) => T.reduce((sum, row, i) => sum + (y[i] === k ? row[j] : 0), 0) / 20),
      );
      const product = (a: number, b: number): number =>
        T.reduce((sum, row, i) => sum + (row[a] - means[y[i]][a]) * (row[b] - means[y[i]][b]), 0) / 57;
      expectClose([product(0, 0), product(0, 1), product(1, 1)], [1, 0, 1], 1e-12);
    },
  );

  fuzz.prop([integer({ min: 0, max: 500 })], { numRuns: 15 })(
    'a linear map of the features changes no answer',
    (seed) => {
      const { X, y } = drawn(seed, 60, 3);
      const mapped = X.map(([a, b, c]) => [2 * a - b + 7, 0.1 * b + c, 1000 * c - 3]);
      const plain = new LinearDiscriminantAnalysis().fit(X, y);
      const other = new LinearDiscriminantAnalysis().fit(mapped, y);
      expectClose(other.predictProba(mapped), numbers(plain.predictProba(X)), 1e-9);
    },
  );

  test('features that repeat others, or are constant, change no answer', () => {
    const { X, y } = dataset('classes3');
    const plain = new LinearDiscriminantAnalysis().fit(X, y);
    const more = X.map((row) => [...row, row[0] + row[1], 5]);
    const other = new LinearDiscriminantAnalysis().fit(more, y);
    expectClose(other.predictProba(more), numbers(plain.predictProba(X)), 1e-10);
    expect(other.scalings_?.shape).toEqual([6, 2]);
    expect(() => new LinearDiscriminantAnalysis({ solver: 'eigen' }).fit(more, y)).toThrow(
      "LinearDiscriminantAnalysis.fit: the covariance within classes is singular; use solver 'svd', or shrinkage",
    );
  });

  test('more features than samples: their scale changes no answer', () => {
    const { X } = dataset('wide');
    const y = X.map((_, i) => i % 2);
    const scaled = X.map((row) => row.map((value, j) => 8 ** (j % 4) * value));
    const model = new LinearDiscriminantAnalysis().fit(X, y);
    const other = new LinearDiscriminantAnalysis().fit(scaled, y);
    expectClose(other.decisionFunction(scaled), numbers(model.decisionFunction(X)), 1e-10);
    expect(model.scalings_?.shape).toEqual([30, 1]);
  });

  test('log probabilities stay finite where probabilities vanish', () => {
    const model = new LinearDiscriminantAnalysis().fit([[0], [0.01], [5], [5.01]], [0, 0, 1, 1]);
    const [[certain, never]] = model.predictLogProba([[0]]).toArray() as number[][];
    expect(certain).toBe(0);
    expect(never).toBeLessThan(-1e4);
    expect(never).toBeGreaterThan(-Infinity);
  });

  test.each([
    [{ shrinkage: 'auto' }, "shrinkage must be null with solver 'svd', not 'auto'"],
    [{ solver: 'lsqr', shrinkage: 2 }, "shrinkage must be null, 'auto' or a number from 0 to 1, not 2"],
    [{ solver: 'qr' }, "solver must be one of 'svd', 'lsqr', 'eigen', not 'qr'"],
    [{ nComponents: 2 }, 'nComponents is 2, at most 1 = min(F, K − 1) there can be'],
    [{ priors: [0, 0] }, 'all priors are 0'],
  ] as const)('refuses %o', (params, message) => {
    expect(() => new LinearDiscriminantAnalysis(params as object).fit([[0], [1], [2]], [0, 1, 1])).toThrow(message);
  });

  test('needs more samples than classes, and directions to transform', () => {
    expect(() => new LinearDiscriminantAnalysis().fit([[0], [1]], [0, 1])).toThrow('there are 2 samples of 2 classes');
    expect(() => new LinearDiscriminantAnalysis().fit([[0], [0], [1]], [0, 0, 1])).toThrow(
      'no feature varies within a class',
    );
    const model = new LinearDiscriminantAnalysis({ solver: 'lsqr' }).fit([[0], [1], [2]], [0, 1, 1]);
    expect(() => model.transform([[0]])).toThrow("solver 'lsqr' finds no directions; use 'svd' or 'eigen'");
  });
});

describe('shrunkCovariance', () => {
  test('between the covariance and a multiple of the identity', () => {
    const rows = Float64Array.of(1, 2, -1, 0, 0, -2); // three samples of two features, centred
    expectClose(shrunkCovariance(rows, 2, null), [2 / 3, 2 / 3, 2 / 3, 8 / 3], 1e-15);
    expectClose(shrunkCovariance(rows, 2, 1), [5 / 3, 0, 0, 5 / 3], 1e-15);
    expectClose(shrunkCovariance(rows, 2, 0.5), [7 / 6, 1 / 3, 1 / 3, 13 / 6], 1e-15);
  });
});

/** ½ (log|C| + (x − μ)ᵀC⁻¹(x − μ)) by elimination. */
function halfDistance(covariance: number[][], mean: number[], x: number[]): number {
  const a = covariance.map((row, i) => [...row, x[i] - mean[i]]);
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const [pivot, right] = [a[i][i], a[i][a.length]];
    sum += Math.log(pivot) + right ** 2 / pivot;
    for (let r = i + 1; r < a.length; r++) {
      const factor = a[r][i] / pivot;
      for (let c = i; c <= a.length; c++) a[r][c] -= factor * a[i][c];
    }
  }
  return sum / 2;
}

describe('QuadraticDiscriminantAnalysis', () => {
  test('is right about two normal densities', () => {
    // Variances 2 and 8 about 0: the densities cross where x²/2 · (1/2 − 1/8) = log(8/2)/2, at x² = (16/6)·log 4.
    const model = new QuadraticDiscriminantAnalysis().fit([[-1], [1], [-2], [2]], [0, 0, 1, 1]);
    const x = Math.sqrt((16 / 6) * Math.log(4));
    expectClose(model.decisionFunction([[x], [-x]]), [0, 0], 1e-14);
    expect(model.predict([[0], [3]]).toArray()).toEqual([0, 1]);
  });

  test('fewer samples than features: the density is that of the whole regularized covariance', () => {
    const rng = new Rng(3);
    const X = Array.from({ length: 7 }, () => Array.from({ length: 5 }, () => rng.normal()));
    const model = new QuadraticDiscriminantAnalysis({ regParam: 0.4, storeCovariance: true }).fit(
      X,
      [0, 0, 0, 1, 1, 1, 1],
    );
    const means = numbers(model.means_) as number[][];
    const covariances = (model.covariance_ ?? []).map((covariance) => numbers(covariance) as number[][]);
    const x = X[6];
    const logs = [3 / 7, 4 / 7].map((prior, k) => Math.log(prior) - halfDistance(covariances[k], means[k], x));
    expectClose(model.decisionFunction([x]), [logs[1] - logs[0]], 1e-12);
  });

  test('refuses classes without a covariance', () => {
    expect(() => new QuadraticDiscriminantAnalysis().fit([[0], [1], [2]], [0, 1, 1])).toThrow(
      'QuadraticDiscriminantAnalysis.fit: class 0 has one sample, which has no covariance',
    );
    const flat = [
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 1],
      [5, 2],
      [3, 3],
    ];
    expect(() => new QuadraticDiscriminantAnalysis().fit(flat, [0, 0, 0, 1, 1, 1])).toThrow(
      'the covariance of class 0 has rank 1 of 2; set regParam',
    );
    expect(() => new QuadraticDiscriminantAnalysis({ regParam: -1 }).fit(flat, [0, 0, 0, 1, 1, 1])).toThrow(
      'regParam must be a number from 0 to 1, not -1',
    );
  });
});

describe.each([
  ['LinearDiscriminantAnalysis', () => new LinearDiscriminantAnalysis<string>({ solver: 'eigen' })],
  ['QuadraticDiscriminantAnalysis', () => new QuadraticDiscriminantAnalysis<string>({ regParam: 0.1 })],
] as const)('%s', (_, make) => {
  const { X, y } = dataset('classes3');
  const words = y.map((k) => ['no', 'yes', 'maybe'][k]);

  test('JSON brings back the same bits', () => {
    const model = make().fit(X, words);
    const again = fromJSON(JSON.stringify(model), model.class as never) as typeof model;
    expect(again.predictProba(X).toArray()).toEqual(model.predictProba(X).toArray());
    expect(again.predict(X)).toEqual(model.predict(X));
  });

  test('leaves nothing behind', () => expectNoLeak(() => make().fit(X, words).predictProba(X)));
});
