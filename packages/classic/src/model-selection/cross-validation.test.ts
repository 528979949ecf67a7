import { type Tensor, tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import type { AnyEstimator } from '../base/estimator.ts';
import { dataset, expectClose, fixture, type Nested } from '../fixture.testing.ts';
import { LogisticRegression } from '../linear/logistic-regression.ts';
import { Ridge } from '../linear/ridge.ts';
import { makeScorer } from '../metrics/make-scorer.ts';
import { fbetaScore } from '../metrics/precision-recall-fscore-support.ts';
import { type ScorerName, scorers } from '../metrics/scorers.ts';
import { KNeighborsClassifier } from '../neighbors/k-neighbors-classifier.ts';
import { expectNoLeak } from '../parity.testing.ts';
import { crossValPredict } from './cross-val-predict.ts';
import { crossValScore } from './cross-val-score.ts';
import { crossValidate } from './cross-validate.ts';
import { KFold } from './k-fold.ts';
import { learningCurve } from './learning-curve.ts';
import { permutationTestScore } from './permutation-test-score.ts';
import { ShuffleSplit } from './shuffle-split.ts';
import { validationCurve } from './validation-curve.ts';

interface Validation {
  readonly name: string;
  readonly estimator: { readonly $estimator: string; readonly params: object };
  readonly data: string;
  readonly cv: number;
  readonly scoring: ScorerName[];
  readonly test: Record<string, Nested>;
  readonly train: Record<string, Nested>;
  readonly predict: Nested;
  readonly predictProba: Nested | null;
}

interface Curves {
  readonly curves: { kind: string; sizes: Nested; range: number[]; train: Nested; test: Nested }[];
}

const { validations, curves } = fixture<{ validations: Validation[] } & Curves>('model-selection');

const make = ({ $estimator, params }: Validation['estimator']): AnyEstimator => {
  if ($estimator === 'Ridge') return new Ridge(params);
  return $estimator === 'LogisticRegression' ? new LogisticRegression(params) : new KNeighborsClassifier(params);
};

// Logistic regression is solved to about 1e-8 on both sides.
describe('agrees with scikit-learn', () => {
  test.each(validations)('$name', (each) => {
    const { X, y } = dataset(each.data);
    const estimator = make(each.estimator);
    const options = { cv: each.cv, scoring: each.scoring, returnTrainScore: true, errorScore: 'raise' as const };
    const found = crossValidate(estimator, X, y, options);
    expect(Object.keys(found.testScores)).toEqual(each.scoring);
    for (const name of each.scoring) {
      expectClose(found.testScores[name], each.test[name], 1e-6, name);
      expectClose((found.trainScores as Record<string, Tensor>)[name], each.train[name], 1e-6, `train ${name}`);
    }
    expectClose(crossValPredict(estimator as Ridge, X, y, { cv: each.cv }), each.predict, 1e-6, 'predict');
    if (each.predictProba === null) return;
    const proba = crossValPredict(estimator as LogisticRegression, X, y, { cv: each.cv, method: 'predictProba' });
    expectClose(proba, each.predictProba, 1e-6, 'predictProba');
  });

  test('learningCurve', () => {
    const { X, y } = dataset('regression');
    const found = learningCurve(new Ridge(), X, y, { cv: 4 });
    expectClose(found.trainSizes, curves[0].sizes, 0);
    expectClose(found.trainScores, curves[0].train, 1e-10);
    expectClose(found.testScores, curves[0].test, 1e-10);
  });

  test('validationCurve', () => {
    const { X, y } = dataset('regression');
    const found = validationCurve(new Ridge(), X, y, { cv: 4, paramName: 'alpha', paramRange: curves[1].range });
    expectClose(found.trainScores, curves[1].train, 1e-10);
    expectClose(found.testScores, curves[1].test, 1e-10);
  });
});

const { X, y } = dataset('binary');
const words = y.map((label) => (label === 1 ? 'yes' : 'no'));

describe('crossValidate', () => {
  test('gives the fitted estimators, each with its score', () => {
    const cv = new KFold({ nSplits: 3 });
    const { estimators, testScores, trainScores } = crossValidate(new KNeighborsClassifier(), X, y, {
      cv,
      returnEstimator: true,
    });
    expect(trainScores).toBeNull();
    const own = [...cv.split(X)].map(({ test }, i) =>
      (estimators as KNeighborsClassifier[])[i].score(
        [...test].map((row) => X[row]),
        [...test].map((row) => y[row]),
      ),
    );
    expect(testScores.score.toArray()).toEqual(own);
  });

  test('words as labels score as numbers do, with the second as the positive class', () => {
    const scoring = ['accuracy', 'roc_auc', 'average_precision', 'f1', 'neg_log_loss', 'neg_brier_score'] as const;
    const numbers = crossValidate(new KNeighborsClassifier(), X, y, { scoring });
    const named = crossValidate(new KNeighborsClassifier<string>(), X, words, { scoring });
    for (const name of scoring) expect(named.testScores[name].toArray()).toEqual(numbers.testScores[name].toArray());
  });

  test('tensors, rows and typed arrays are the same samples', () => {
    const score = (rows: number[][] | Tensor, labels: ArrayLike<number> | Tensor) =>
      crossValScore(new KNeighborsClassifier(), rows, labels).toArray();
    expect(score(tensor(X, { dtype: 'float64' }), Int32Array.from(y))).toEqual(score(X, y));
    expect(score(X, tensor(y, { dtype: 'int32' }))).toEqual(score(X, y));
  });

  test('weights go to fit, those of each part', () => {
    const sampleWeight = y.map((_, i) => (i < 50 ? 1 : 0));
    const cv = [{ train: Int32Array.from({ length: 80 }, (_, i) => i), test: Int32Array.from([80, 81, 82]) }];
    const first50 = [{ train: Int32Array.from({ length: 50 }, (_, i) => i), test: cv[0].test }];
    const weighted = crossValPredictOne(cv, sampleWeight);
    expectClose(weighted, crossValPredictOne(first50).toArray() as Nested, 1e-10);
  });

  const crossValPredictOne = (cv: { train: Int32Array; test: Int32Array }[], sampleWeight?: number[]) => {
    const scoring = { error: 'neg_mean_squared_error' } as const;
    return crossValidate(new Ridge(), X, y, { cv, scoring, sampleWeight }).testScores.error;
  };

  test('a fit that fails scores errorScore, or is thrown; when all fail there is an error', () => {
    const cv = [
      { train: [0, 1, 2].map((i) => y.indexOf(0, i)), test: [5] },
      { train: [...y.keys()].slice(0, 30), test: [40, 41] },
    ].map(({ train, test }) => ({ train: Int32Array.from(train), test: Int32Array.from(test) }));
    const estimator = new LogisticRegression();
    const scores = crossValScore(estimator, X, y, { cv }).toArray() as number[];
    expect(scores[0]).toBeNaN();
    expect(scores[1]).toBeGreaterThan(0);
    expect(crossValScore(estimator, X, y, { cv, errorScore: -1 }).toArray()).toEqual([-1, scores[1]]);
    expect(() => crossValScore(estimator, X, y, { cv, errorScore: 'raise' })).toThrow('y has one class (0)');
    expect(() => crossValScore(estimator, X, y, { cv: cv.slice(0, 1) })).toThrow(
      'crossValScore: all 1 fits failed; the first: DataError: LogisticRegression.fit: y has one class (0)',
    );
  });

  test('tells how far it has come', () => {
    const seen: number[] = [];
    crossValScore(new KNeighborsClassifier(), X, y, {
      cv: 3,
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(seen).toEqual([1 / 3, 2 / 3, 1]);
  });

  test('a scorer of your own', () => {
    const f2 = makeScorer(fbetaScore, { options: { beta: 2, posLabel: 'no' } });
    const estimator = new KNeighborsClassifier<string>().fit(X, words);
    expect(f2(estimator, X, words)).toBe(fbetaScore(words, estimator.predict(X), { beta: 2, posLabel: 'no' }));
    const scoring = { f2, right: 'accuracy' as const, one: () => 1 };
    const { testScores } = crossValidate(new KNeighborsClassifier<string>(), X, words, { scoring });
    expect(Object.keys(testScores)).toEqual(['f2', 'right', 'one']);
    expect(testScores.one.toArray()).toEqual([1, 1, 1, 1, 1]);
  });

  test('decisions speak for the positive class, also when it is the first', () => {
    const fitted = new LogisticRegression<string>().fit(X, words);
    const area = scorers.roc_auc(fitted, X, words);
    const precision = makeScorer(scorersMetric, { needsThreshold: true, options: { posLabel: 'no' } });
    expect(area).toBeGreaterThan(0.5);
    expect(precision(fitted, X, words)).toBeGreaterThan(0.5);
  });

  const scorersMetric = (labels: string[], decision: Tensor, { posLabel }: { posLabel: string }): number => {
    const says = decision.toArray() as number[];
    return labels.filter((label, i) => (label === posLabel) === says[i] > 0).length / labels.length;
  };

  test('leaves nothing behind', () => {
    const samples = tensor(X, { dtype: 'float64' });
    expectNoLeak(() => crossValidate(new Ridge(), samples, y, { cv: 3 }));
    expectNoLeak(() => crossValPredict(new KNeighborsClassifier(), samples, y, { cv: 3, method: 'predictProba' }));
  });
});

test('permutationTestScore: y that depends on X is told from y that does not', () => {
  const options = { nPermutations: 30, randomState: 1, cv: 3 };
  const real = permutationTestScore(new KNeighborsClassifier(), X, y, options);
  expect(real.pvalue).toBe(1 / 31);
  expectClose(real.score, crossValScore(new KNeighborsClassifier(), X, y, { cv: 3 }).mean().item(), 1e-15);
  const noise = y.map((_, i) => (i * 7) % 2);
  expect(permutationTestScore(new KNeighborsClassifier(), X, noise, options).pvalue).toBeGreaterThan(0.05);
});

test.each<[() => unknown, string]>([
  [() => crossValScore(new Ridge(), X, y.slice(1)), 'crossValScore: X has 100 samples, y has 99'],
  [
    () => crossValScore(new Ridge(), X, y, { scoring: 'f3' as never }),
    'crossValScore: there is no scorer "f3"; there are accuracy',
  ],
  [() => crossValScore(new Ridge(), X, y, { scoring: ['r2'] }), 'one scorer; crossValidate takes several'],
  [() => crossValScore(new Ridge(), X, y, { nJobs: 0 }), 'nJobs must be an integer ≥ 1, not 0'],
  [() => crossValScore({} as never, X, y), 'estimator must be an estimator'],
  [() => crossValPredict(new Ridge(), X, y, { cv: new ShuffleSplit() }), 'the splitter'],
  [
    () => learningCurve(new Ridge(), X, y, { trainSizes: [99] }),
    'a training size of 99, splits have 80 samples to fit on',
  ],
  [() => validationCurve(new Ridge(), X, y, { paramName: 'beta', paramRange: [1] }), "there is no parameter 'beta'"],
])('refuses %s', (run, message) => {
  expect(run).toThrow(message);
});
