import { test as fuzz } from '@fast-check/vitest';
import { Rng, toTypedArray } from '@ml/tensor';
import { constantFrom, integer } from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { setParallelBackend } from '../parallel/default-backend.ts';
import type { ParallelBackend } from '../parallel/parallel-backend.ts';
import { expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { balancedWeights } from './balanced-weights.ts';
import { ExtraTreesClassifier } from './extra-trees-classifier.ts';
import { ExtraTreesRegressor } from './extra-trees-regressor.ts';
import { IsolationForest } from './isolation-forest.ts';
import { RandomForestClassifier } from './random-forest-classifier.ts';
import { RandomForestRegressor } from './random-forest-regressor.ts';

/** Runs tasks last to first on copies of their arguments, as threads could. */
const elsewhere = (workers: number, seen: number[]): ParallelBackend => ({
  workers,
  map(task, args, { limit } = {}) {
    seen.push(limit ?? workers);
    const copies = args.map((each) => structuredClone(each));
    return copies
      .reverse()
      .map((each) => structuredClone(task.run(each)))
      .reverse();
  },
});

afterEach(() => setParallelBackend(null));

function noisy(n: number, features: number, seed: number) {
  const rng = new Rng(seed);
  const X = Array.from({ length: n }, () => Array.from({ length: features }, () => rng.normal()));
  const signal = X.map((row) => row[0] + row[1] * row[2]);
  return { X, labels: signal.map((value) => (value + 0.3 * rng.normal() > 0 ? 1 : 0)), numbers: signal };
}

describe('forests', () => {
  test.each([1, 3, 16])('have the same bits on %d threads, which share their work', (workers) => {
    const { X, labels, numbers } = noisy(600, 8, 1);
    const fit = () => ({
      classifier: new RandomForestClassifier({ nEstimators: 20, oobScore: true, randomState: 5 }).fit(X, labels),
      regressor: new ExtraTreesRegressor({ nEstimators: 20, randomState: 5 }).fit(X, numbers),
      isolation: new IsolationForest({ nEstimators: 20, randomState: 5 }).fit(X),
    });
    const alone = fit();
    const limits: number[] = [];
    setParallelBackend(elsewhere(workers, limits));
    const together = fit();
    for (const name of ['classifier', 'regressor', 'isolation'] as const)
      expect(JSON.stringify(together[name])).toBe(JSON.stringify(alone[name]));
    expect(together.classifier.predictProba(X).toArray()).toEqual(alone.classifier.predictProba(X).toArray());
    expect(together.isolation.scoreSamples(X).toArray()).toEqual(alone.isolation.scoreSamples(X).toArray());
    expect(limits.length).toBeGreaterThan(3);
  });

  test('small forests stay on the calling thread, nJobs limits the others', () => {
    const limits: number[] = [];
    setParallelBackend(elsewhere(4, limits));
    const { X, labels } = noisy(2000, 9, 2);
    new RandomForestClassifier({ nEstimators: 5, maxDepth: 2 }).fit(X.slice(0, 50), labels.slice(0, 50));
    new RandomForestClassifier({ nEstimators: 200, maxDepth: 1, nJobs: 3 }).fit(X, labels);
    expect(limits).toEqual([1, 3]);
  });

  fuzz.prop([integer({ min: 2, max: 400 }), integer({ min: 0, max: 1000 })], { numRuns: 25 })(
    'the sum over packed trees is the mean of what the trees say',
    (n, seed) => {
      const { X, labels, numbers } = noisy(n, 3, seed);
      const classifier = new RandomForestClassifier({ nEstimators: 7, randomState: seed }).fit(X, labels);
      const regressor = new RandomForestRegressor({ nEstimators: 7, randomState: seed }).fit(X, numbers);
      const mean = (lists: readonly ArrayLike<number>[]): number[] =>
        Array.from(lists[0], (_, i) => lists.reduce((sum, list) => sum + list[i], 0) / lists.length);
      expectClose(
        toTypedArray(classifier.predictProba(X)),
        mean(classifier.estimators_.map((tree) => toTypedArray(tree.predictProba(X)))),
        1e-15,
      );
      expectClose(
        regressor.predict(X),
        mean(regressor.estimators_.map((tree) => toTypedArray(tree.predict(X)))),
        1e-14,
      );
    },
  );

  test('out-of-bag predictions are those of trees that have not seen the sample', () => {
    const { X, numbers } = noisy(60, 3, 4);
    const forest = new RandomForestRegressor({ nEstimators: 30, oobScore: true, randomState: 4 }).fit(X, numbers);
    // Trees without limits know the targets of what they have seen, and nobody else does: targets are all different.
    const wrong = X.map((row, i) => {
      const guesses = forest.estimators_.map((tree) => (toTypedArray(tree.predict([row])) as Float64Array)[0]);
      const others = guesses.filter((guess) => Math.abs(guess - numbers[i]) > 1e-9);
      return others.reduce((sum, guess) => sum + guess, 0) / Math.max(1, others.length);
    });
    expectClose(forest.oobPrediction_ ?? [], wrong, 1e-12);
    expect(forest.oobScore_).toBeGreaterThan(0.3);
    expect(forest.oobScore_).toBeLessThan(forest.score(X, numbers));
    expect(new RandomForestRegressor({ nEstimators: 2 }).fit(X, numbers).oobPrediction_).toBeNull();
  });

  test('samples that all trees have seen get zeros, as in scikit-learn', () => {
    const forest = new RandomForestClassifier({ nEstimators: 1, oobScore: true, randomState: 0 });
    const shares =
      forest.fit([[0], [1], [2], [3]], ['a', 'a', 'b', 'b'] as never).oobDecisionFunction_?.toArray() ?? [];
    const sums = (shares as number[][]).map(([a, b]) => a + b);
    expect(new Set(sums)).toEqual(new Set([0, 1]));
  });

  test('a class that is rare in a draw weighs as much as one that is frequent', () => {
    const weights = balancedWeights(Int32Array.of(0, 0, 1, 2), 3, Int32Array.of(2, 1, 1, 0));
    expect(Array.from(weights)).toEqual([4 / (2 * 3), 4 / 2, 0]);
  });

  test('samples of weight 0 are never seen, however few others there are', () => {
    const X = Array.from({ length: 40 }, (_, i) => [i]);
    const sampleWeight = X.map((_, i) => (i === 7 ? 1 : 0));
    const forest = new RandomForestRegressor({ nEstimators: 20, maxSamples: 3, randomState: 0 });
    forest.fit(
      X,
      X.map(([value]) => value),
      { sampleWeight },
    );
    expect(forest.predict([[0], [39]]).toArray()).toEqual([7, 7]);
  });

  test('features that say nothing have no importance, and the others share it', () => {
    const { X, labels } = noisy(300, 6, 7);
    const forest = new ExtraTreesClassifier({ randomState: 1 }).fit(X, labels);
    const importances = Array.from(toTypedArray(forest.featureImportances_));
    expect(importances.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    for (const noise of importances.slice(3)) expect(noise).toBeLessThan(importances[0] / 2);
    const constant = new RandomForestClassifier({ nEstimators: 3 }).fit([[1], [1]], [0, 1]);
    expect(constant.featureImportances_.toArray()).toEqual([0]);
  });

  test('maxSamples is how many samples each tree draws', () => {
    const { X, numbers } = noisy(50, 3, 1);
    for (const [maxSamples, drawn] of [
      [7, 7],
      [0.3, 15],
      [null, 50],
    ] as const)
      for (const tree of new RandomForestRegressor({ nEstimators: 3, maxSamples }).fit(X, numbers).estimators_)
        expect(tree.tree_.weightedNNodeSamples[0]).toBe(drawn);
  });

  test('words are classes, and apply tells leaves', () => {
    const { X, y } = dataset('moons');
    const words = y.map((code) => ['up', 'down'][code]);
    const forest = new RandomForestClassifier<string>({ nEstimators: 9, randomState: 2 }).fit(X, words);
    expect(forest.classes_).toEqual(['down', 'up']);
    expect(forest.score(X, words)).toBeGreaterThan(0.97);
    const leaves = forest.apply(X).toArray() as number[][];
    expect(leaves.map((row) => row[4])).toEqual(forest.estimators_[4].apply(X).toArray());
  });

  test('progress is told, and ends with all trees', () => {
    const seen: number[] = [];
    const { X, labels } = noisy(30, 3, 1);
    new RandomForestClassifier({ nEstimators: 25 }).fit(X, labels, {
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(seen.at(-1)).toBe(1);
    expect(seen.length).toBeGreaterThan(1);
  });

  test('nothing is left behind', () => {
    const { X, labels } = noisy(300, 3, 1);
    const forest = new RandomForestClassifier({ nEstimators: 3, oobScore: true, randomState: 1 });
    expectNoLeak(() => forest.fit(X, labels).predictProba(X));
  });

  test.each([
    [{ nEstimators: 0 }, 'RandomForestClassifier: nEstimators must be an integer ≥ 1, not 0'],
    [
      { bootstrap: false, oobScore: true },
      'RandomForestClassifier: oobScore must be false where bootstrap is, not true',
    ],
    [
      { bootstrap: false, maxSamples: 3 },
      'RandomForestClassifier: maxSamples must be null where bootstrap is false, not 3',
    ],
    [{ maxSamples: 9 }, 'RandomForestClassifier: maxSamples must be at most the number of samples (4), not 9'],
    [{ classWeight: { 5: 1 } }, "RandomForestClassifier: classWeight names '5', which is no class"],
    [
      { maxFeatures: 1.5 },
      'RandomForestClassifier: maxFeatures must be an integer ≥ 1 or a share between 0 and 1, not 1.5',
    ],
  ])('%o is refused', (params, message) => {
    const forest = new RandomForestClassifier(params);
    expect(() => forest.fit([[1], [2], [3], [4]], [0, 1, 0, 1])).toThrow(message);
  });

  test('a damaged file is refused', () => {
    const json = JSON.parse(JSON.stringify(new RandomForestClassifier({ nEstimators: 2 }).fit([[1], [2]], [0, 1])));
    json.state.trees = [];
    expect(() => fromJSON(json, RandomForestClassifier)).toThrow('RandomForestClassifier: the state has no trees');
  });
});

describe('IsolationForest', () => {
  const cloud = (n: number, seed: number): number[][] => {
    const rng = new Rng(seed);
    return Array.from({ length: n }, () => [rng.normal(), rng.normal()]);
  };

  test('far away samples score lowest, and the score does not depend on where the origin is', () => {
    const X = cloud(300, 1);
    const forest = new IsolationForest({ randomState: 3 }).fit(X);
    const [middle, far, farther] = forest
      .scoreSamples([
        [0, 0],
        [4, 4],
        [9, 9],
      ])
      .toArray() as number[];
    expect(middle).toBeGreaterThan(-0.5);
    expect(far).toBeLessThan(middle - 0.15);
    expect(farther).toBeLessThanOrEqual(far);
    const moved = new IsolationForest({ randomState: 3 }).fit(X.map(([a, b]) => [a + 16, b - 8]));
    expectClose(moved.scoreSamples([[16, -8]]), [middle], 0.02);
  });

  test.each([0.05, 0.25, 0.5])('contamination %d is the share of outliers in fit', (contamination) => {
    const X = cloud(200, 2);
    const forest = new IsolationForest({ contamination, randomState: 0 }).fit(X);
    const outliers = (forest.predict(X).toArray() as number[]).filter((sign) => sign === -1).length;
    expect(Math.abs(outliers / 200 - contamination)).toBeLessThanOrEqual(0.005);
    const signs = Array.from(toTypedArray(forest.decisionFunction(X)), (value) => (value < 0 ? -1 : 1));
    expect(forest.predict(X).toArray()).toEqual(signs);
  });

  test('a sample alone, and equal samples', () => {
    expect(
      new IsolationForest({ maxSamples: 1 })
        .fit([[3]])
        .scoreSamples([[3]])
        .toArray(),
    ).toEqual([-0.5]);
    const equal = new IsolationForest({ randomState: 1 }).fit(Array.from({ length: 9 }, () => [2, 2]));
    expectClose(equal.scoreSamples([[2, 2]]), [-0.5], 1e-14); // all end in the root, whose path is the usual one
  });

  fuzz.prop([integer({ min: 1, max: 60 }), constantFrom(null, 1, 2), constantFrom(true, false)])(
    'trees are as deep as they may be, and see as many samples as they shall',
    (n, maxFeatures, bootstrap) => {
      const forest = new IsolationForest({ nEstimators: 3, maxSamples: 16, maxFeatures, bootstrap, randomState: n });
      const state = JSON.parse(JSON.stringify(forest.fit(cloud(n, n)))).state;
      expect(forest.maxSamples_).toBe(Math.min(n, 16));
      for (const tree of state.trees)
        expect(tree.maxDepth).toBeLessThanOrEqual(Math.ceil(Math.log2(Math.max(2, Math.min(n, 16)))));
    },
  );

  test('refuses a share of outliers above one half', () => {
    expect(() => new IsolationForest({ contamination: 0.6 }).fit([[1], [2]])).toThrow(
      "IsolationForest: contamination must be 'auto' or a number > 0 and ≤ 0.5, not 0.6",
    );
  });
});
