import { test as fuzz } from '@fast-check/vitest';
import { getThreads, Rng, setThreads, tidy, toTypedArray } from '@ml/tensor';
import { boolean, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrix } from '../base/values.ts';
import { dataset, expectClose } from '../fixture.testing.ts';
import { describeParity } from '../parity.testing.ts';
import { realDataset } from '../real-data.testing.ts';
import { logisticObjective } from './logistic-loss.ts';
import { LogisticRegression } from './logistic-regression.ts';

describeParity('logistic', { LogisticRegression });

interface Drawn {
  readonly X: Float64Array;
  readonly codes: Int32Array;
  readonly weights: Float64Array | null;
  readonly parameters: Float64Array;
}

function draw(seed: number, n: number, features: number, rows: number, weighted: boolean): Drawn {
  const rng = new Rng(seed);
  return {
    X: rng.fillNormal(new Float64Array(n * features)),
    codes: rng.fillIntegers(new Int32Array(n), 0, Math.max(2, rows)),
    weights: weighted ? rng.fillUniform(new Float64Array(n), 0, 2) : null,
    parameters: rng.fillNormal(new Float64Array(rows * (features + 1))),
  };
}

/** Value and gradient as the definitions say. */
function naive({ X, codes, weights, parameters }: Drawn, features: number, rows: number, l2: number) {
  const gradient = new Float64Array(parameters.length);
  let value = 0;
  codes.forEach((code, i) => {
    const x = X.subarray(i * features, (i + 1) * features);
    const scores = Array.from({ length: rows }, (_, k) =>
      x.reduce((sum, entry, j) => sum + entry * parameters[k * features + j], parameters[rows * features + k]),
    );
    const all = rows === 1 ? [0, scores[0]] : scores;
    const powers = all.map(Math.exp);
    const sum = powers.reduce((total, power) => total + power, 0);
    const weight = weights?.[i] ?? 1;
    value += weight * (Math.log(sum) - all[code]);
    for (let k = 0; k < rows; k++) {
      const own = rows === 1 ? 1 : k;
      const slope = weight * (powers[own] / sum - (code === own ? 1 : 0));
      for (let j = 0; j < features; j++) gradient[k * features + j] += slope * x[j];
      gradient[rows * features + k] += slope;
    }
  });
  for (let i = 0; i < rows * features; i++) {
    value += (l2 / 2) * parameters[i] ** 2;
    gradient[i] += l2 * parameters[i];
  }
  return { value, gradient };
}

describe('logisticObjective', () => {
  // Sizes that are no multiples of tiles, vectors and blocks.
  fuzz.prop(
    [
      integer({ min: 0, max: 1000 }),
      integer({ min: 1, max: 70 }),
      integer({ min: 1, max: 21 }),
      integer({ min: 1, max: 14 }),
      boolean(),
    ],
    { numRuns: 120 },
  )('is what the definitions say', (seed, n, features, k, weighted) => {
    const rows = k === 2 ? 1 : k;
    const drawn = draw(seed, n, features, rows, weighted);
    const reference = naive(drawn, features, rows, 0.3);
    const gradient = new Float64Array(drawn.parameters.length);
    const { codes, weights, parameters } = drawn;
    const value = tidy(() => {
      const problem = { X: matrix(drawn.X, n, features), codes, weights, rows, fitIntercept: true, l2: 0.3 };
      return logisticObjective(problem)(parameters, gradient);
    });
    expect(Math.abs(value - reference.value)).toBeLessThan(1e-12 * (1 + reference.value));
    expectClose(gradient, [...reference.gradient], 1e-12);
  });

  test.each([1, 3, 10])('%i rows: any number of threads gives the same bits, over many blocks', (rows) => {
    const [n, features] = [5003, 37];
    const { X, codes, weights, parameters } = draw(1, n, features, rows, true);
    const reference = naive({ X, codes, weights, parameters }, features, rows, 0);
    const before = getThreads();
    try {
      const results = [1, 2, 3].map((threads) => {
        setThreads(threads);
        const gradient = new Float64Array(parameters.length);
        const problem = { X: matrix(X, n, features), codes, weights, rows, fitIntercept: true, l2: 0 };
        const value = tidy(() => logisticObjective(problem)(parameters, gradient));
        return [value, ...gradient];
      });
      expect(results[1]).toEqual(results[0]);
      expect(results[2]).toEqual(results[0]);
      expectClose(results[0], [reference.value, ...reference.gradient], 1e-11);
    } finally {
      setThreads(before);
    }
  });

  test('large scores neither overflow nor vanish', () => {
    const X = Float64Array.of(1000, -1000);
    for (const [rows, parameters] of [
      [1, Float64Array.of(1, 0)],
      [3, Float64Array.of(1, 0, -1, 0, 0, 0)],
    ] as const) {
      const gradient = new Float64Array(parameters.length);
      const problem = { codes: Int32Array.of(0, 1), weights: null, rows, fitIntercept: true, l2: 0 };
      const value = tidy(() => logisticObjective({ X: matrix(X, 2, 1), ...problem })(parameters, gradient));
      // One row: both are wrong by 1000. Three: the first is right, the second 1000 below the best.
      expect(value).toBe(rows === 1 ? 2000 : 1000);
      expect(gradient.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('LogisticRegression', () => {
  test('features in other units give the same model, with hardly more iterations', () => {
    const { X, y } = realDataset('wine');
    const units = X[0].map((_, j) => 10 ** ((j % 7) - 3));
    const other = X.map((row) => row.map((value, j) => 1000 + value * units[j]));
    const settings = { penalty: 'none', maxIter: 60, tol: 1e-4 } as const;
    const [a, b] = [X, other].map((data) => new LogisticRegression(settings).fit(data, y));
    expect(b.score(other, y)).toBe(1);
    expect(a.score(X, y)).toBe(1);
    // scikit-learn's lbfgs reaches maxIter = 2000 on the raw data.
    const ridge = new LogisticRegression({ maxIter: 1000 }).fit(X, y);
    expect(toTypedArray(ridge.nIter_)[0]).toBeLessThan(200);
  });

  test('all solvers find the same minimum', () => {
    const { X, y } = dataset('binary');
    const reference = new LogisticRegression({ solver: 'newton-cholesky', tol: 1e-10 }).fit(X, y);
    for (const solver of ['lbfgs', 'saga'] as const) {
      const model = new LogisticRegression({ solver, tol: 1e-10, maxIter: 5000, randomState: 0 }).fit(X, y);
      expectClose(model.coef_, reference.coef_.toArray() as number[][], 1e-7, solver);
      expectClose(model.intercept_, reference.intercept_.toArray() as number[], 1e-7, solver);
    }
  });

  test('l1 with more features than samples fulfils the conditions of the minimum', () => {
    const { X } = dataset('wide');
    const y = X.map((_, i) => i % 2);
    const C = 2;
    const model = new LogisticRegression({ penalty: 'l1', solver: 'liblinear', C, fitIntercept: false, tol: 1e-9 }).fit(
      X,
      y,
    );
    const [w] = model.coef_.toArray() as number[][];
    const p = (model.predictProba(X).toArray() as number[][]).map((row) => row[1]);
    w.forEach((value, j) => {
      const slope = C * p.reduce((sum, probability, i) => sum + (probability - y[i]) * X[i][j], 0);
      if (value === 0) expect(Math.abs(slope)).toBeLessThan(1 + 1e-6);
      else expect(slope).toBeCloseTo(-Math.sign(value), 5);
    });
    expect(w.filter((value) => value === 0).length).toBeGreaterThan(10);
  });

  test('the mean of the probabilities is the share of the class', () => {
    const { X, y } = dataset('classes3');
    const proba = new LogisticRegression({ tol: 1e-9 }).fit(X, y).predictProba(X).toArray() as number[][];
    for (const k of [0, 1, 2]) {
      const mean = proba.reduce((sum, row) => sum + row[k], 0) / y.length;
      expect(mean).toBeCloseTo(y.filter((code) => code === k).length / y.length, 6);
    }
  });

  test('logarithms of probabilities that round to 0', () => {
    const { X, y } = dataset('binary');
    const model = new LogisticRegression().fit(X, y);
    const far = X[0].map(() => 0);
    far[0] = 1e5;
    const [[rare, sure]] = model.predictLogProba([far]).toArray() as number[][];
    expect(rare).toBeLessThan(-1e4);
    expect(sure).toBe(0);
  });

  test('tells how far it is', () => {
    const { X, y } = dataset('classes3');
    const seen: number[] = [];
    const model = new LogisticRegression().fit(X, y, { onProgress: ({ done }) => seen.push(done) });
    expect(seen).toEqual(Array.from({ length: toTypedArray(model.nIter_)[0] }, (_, i) => i + 1));
  });

  test('what it refuses', () => {
    const data = [
      [[1], [2]],
      [0, 1],
    ] as const;
    const refuse = (params: object, text: string) =>
      expect(() => new LogisticRegression(params).fit(...data)).toThrow(`LogisticRegression: ${text}`);
    refuse({ penalty: 'l1' }, "penalty must be 'l2' or 'none' with solver 'lbfgs', not 'l1'");
    refuse(
      { penalty: 'elasticnet', solver: 'saga' },
      "l1Ratio must be a number from 0 to 1 with penalty 'elasticnet', not null",
    );
    refuse({ C: 0 }, 'C must be a number > 0, not 0');
    refuse(
      { solver: 'liblinear', multiClass: 'multinomial' },
      "multiClass must be 'auto' or 'ovr' with solver 'liblinear'",
    );
    refuse({ classWeight: { 7: 2 } }, "classWeight names '7', which is no class");
    expect(() => new LogisticRegression().fit([[1], [2]], [3, 3])).toThrow(
      'y has one class (3), at least 2 are needed',
    );
  });
});
