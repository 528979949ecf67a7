import { test as fuzz } from '@fast-check/vitest';
import { toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { DecisionTreeClassifier } from '../tree/decision-tree-classifier.ts';
import { DecisionTreeRegressor } from '../tree/decision-tree-regressor.ts';
import { AdaBoostClassifier } from './ada-boost-classifier.ts';
import { AdaBoostRegressor } from './ada-boost-regressor.ts';
import { GradientBoostingClassifier } from './gradient-boosting-classifier.ts';
import { GradientBoostingRegressor } from './gradient-boosting-regressor.ts';

describeParity('boosting', {
  AdaBoostClassifier,
  DecisionTreeClassifier,
  GradientBoostingClassifier,
  GradientBoostingRegressor,
});

describe('GradientBoostingRegressor', () => {
  const { X, y } = dataset('regression');

  test.each(['squared_error', 'absolute_error', 'huber', 'quantile'] as const)('%s: the loss falls', (loss) => {
    const scores = toTypedArray(new GradientBoostingRegressor({ loss, nEstimators: 30 }).fit(X, y).trainScore_);
    expect(scores[29]).toBeLessThan(0.6 * scores[0]);
    if (loss === 'huber') return; // its loss changes with every stage
    for (let i = 1; i < 30; i++) expect(scores[i]).toBeLessThanOrEqual(scores[i - 1] + 1e-12);
  });

  test('one tree of the mean is a decision tree', () => {
    const params = { maxDepth: 3, criterion: 'squared_error' } as const;
    const boosted = new GradientBoostingRegressor({ ...params, nEstimators: 1, learningRate: 1 }).fit(X, y);
    expectClose(boosted.predict(X), [...toTypedArray(new DecisionTreeRegressor(params).fit(X, y).predict(X))], 1e-12);
  });

  test('a share of α of the samples lies below the α-quantile', () => {
    const model = new GradientBoostingRegressor({ loss: 'quantile', alpha: 0.25, maxDepth: 1 }).fit(X, y);
    const predicted = toTypedArray(model.predict(X));
    const below = y.filter((value, i) => value <= predicted[i]).length / y.length;
    expect(Math.abs(below - 0.25)).toBeLessThan(0.1);
  });

  fuzz.prop([integer({ min: 0, max: 1000 })], { numRuns: 5 })('the same seed draws the same samples', (randomState) => {
    const fit = (seed: number) =>
      new GradientBoostingRegressor({ subsample: 0.5, nEstimators: 5, maxFeatures: 2, randomState: seed }).fit(X, y);
    expect(fit(randomState).predict(X).toArray()).toEqual(fit(randomState).predict(X).toArray());
    expect(fit(randomState).predict(X).toArray()).not.toEqual(
      fit(randomState + 1)
        .predict(X)
        .toArray(),
    );
  });

  test('samples out of the bag tell whether a stage helps', () => {
    const model = new GradientBoostingRegressor({ subsample: 0.6, nEstimators: 60, randomState: 1 }).fit(X, y);
    const gains = toTypedArray(model.oobImprovement_ as never) as Float64Array;
    expect(gains.length).toBe(60);
    const sum = (list: Float64Array): number => list.reduce((total, gain) => total + gain, 0);
    expect(sum(gains.subarray(0, 10))).toBeGreaterThan(5 * Math.abs(sum(gains.subarray(50))));
    expect(new GradientBoostingRegressor({ nEstimators: 2 }).fit(X, y).oobImprovement_).toBeNull();
  });

  test('it stops when what was kept aside is not predicted better', () => {
    const model = new GradientBoostingRegressor({ nEstimators: 1000, nIterNoChange: 5, tol: 1e-2, randomState: 0 });
    expect(model.fit(X, y).nEstimators_).toBeLessThan(500);
    expect(model.trainScore_.size).toBe(model.nEstimators_);
  });

  test('staged predictions end with the prediction', () => {
    const model = new GradientBoostingRegressor({ nEstimators: 8 }).fit(X, y);
    const stages = [...model.stagedPredict(X)];
    expect(stages.length).toBe(8);
    expectClose(stages[7], [...toTypedArray(model.predict(X))], 1e-13);
  });

  test('importances are shares of the features that matter', () => {
    const shares = [...toTypedArray(new GradientBoostingRegressor().fit(X, y).featureImportances_)];
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares[1]).toBeGreaterThan(shares[2]); // y has −2 of one and 0 of the other
    const flat = new GradientBoostingRegressor({ nEstimators: 2 }).fit(
      X,
      y.map(() => 3),
    );
    expect(flat.featureImportances_.toArray()).toEqual([0, 0, 0, 0, 0]);
  });

  test('nothing is left in memory', () => {
    expectNoLeak(() => new GradientBoostingRegressor({ nEstimators: 3, nIterNoChange: 2 }).fit(X, y).predict(X));
    expectNoLeak(() => new AdaBoostRegressor({ nEstimators: 3 }).fit(X, y).predict(X));
  });

  test.each([
    [{ subsample: 0 }, 'GradientBoostingRegressor: subsample must be a share above 0, up to 1, not 0'],
    [{ alpha: 1 }, 'GradientBoostingRegressor: alpha must be between 0 and 1, not 1'],
    [{ loss: 'poisson' as never }, "GradientBoostingRegressor: loss must be one of 'squared_error', 'absolute_error'"],
    [{ init: new DecisionTreeRegressor() as never }, "GradientBoostingRegressor: init must be one of 'zero', null"],
  ])('%o', (params, message) => {
    expect(() => new GradientBoostingRegressor(params).fit(X, y)).toThrow(message);
  });
});

describe('GradientBoostingClassifier', () => {
  test('probabilities of several classes add up to 1, and predictions are the likeliest', () => {
    const { X, y } = dataset('classes3');
    const model = new GradientBoostingClassifier({ nEstimators: 5 }).fit(X, y);
    const proba = toTypedArray(model.predictProba(X));
    toTypedArray(model.predict(X)).forEach((k, i) => {
      const row = [...proba.slice(3 * i, 3 * i + 3)];
      expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 14);
      expect(row[k]).toBe(Math.max(...row));
    });
    const stages = [...model.stagedPredictProba(X)];
    expectClose(stages[4].reshape([-1]), [...proba], 1e-13);
  });

  test('the exponential loss is for two classes; all weight must not be on one', () => {
    const { X, y } = dataset('classes3');
    expect(() => new GradientBoostingClassifier({ loss: 'exponential' }).fit(X, y)).toThrow(
      "GradientBoostingClassifier: loss 'exponential' is for 2 classes, there are 3",
    );
    const sampleWeight = y.map((k) => (k === 1 ? 1 : 0));
    expect(() => new GradientBoostingClassifier().fit(X, y, { sampleWeight })).toThrow(
      'GradientBoostingClassifier.fit: all samples of positive weight are of one class, at least 2 are needed',
    );
  });
});

describe('AdaBoost', () => {
  test('members count as much as their errors allow', () => {
    const { X, y } = dataset('binary');
    const model = new AdaBoostClassifier({ algorithm: 'SAMME', nEstimators: 6 }).fit(X, y);
    const errors = toTypedArray(model.estimatorErrors_);
    toTypedArray(model.estimatorWeights_).forEach((weight, m) => {
      expect(weight).toBeCloseTo(Math.log((1 - errors[m]) / errors[m]), 12);
    });
    const stages = [...model.stagedPredict(X)].map((stage) => stage.toArray());
    expect(stages.at(-1)).toEqual(model.predict(X).toArray());
    expectClose([...model.stagedDecisionFunction(X)][5], [...toTypedArray(model.decisionFunction(X))], 1e-13);
  });

  test('it ends with the first member that makes no error', () => {
    const X = [[0], [1], [2], [3]];
    const model = new AdaBoostClassifier().fit(X, [0, 0, 1, 1]);
    expect(model.estimators_.length).toBe(1);
    const exact = new AdaBoostRegressor({ randomState: 0 }).fit(X, [5, 5, 5, 5]);
    expect(exact.estimators_.length).toBe(1);
    expect(exact.predict([[9]]).toArray()).toEqual([5]);
  });

  test('what cannot be boosted', () => {
    const { X, y } = dataset('binary');
    const noise = new AdaBoostClassifier({ algorithm: 'SAMME' });
    expect(() => noise.fit([[1], [1], [1], [1]], [0, 1, 0, 1])).toThrow(
      'AdaBoostClassifier.fit: DecisionTreeClassifier is no better than chance on these samples',
    );
    expect(() => new AdaBoostClassifier({ estimator: new DecisionTreeRegressor() as never }).fit(X, y)).toThrow(
      'AdaBoostClassifier: estimator must be a classifier or null, not an object (DecisionTreeRegressor)',
    );
  });

  test('the regressor predicts the weighted median of its members', () => {
    const { X, y } = dataset('regression');
    const model = new AdaBoostRegressor({ nEstimators: 9, randomState: 0 }).fit(X, y);
    const weights = [...toTypedArray(model.estimatorWeights_)].slice(0, model.estimators_.length);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const said = model.estimators_.map((each) => toTypedArray((each as DecisionTreeRegressor).predict(X)));
    toTypedArray(model.predict(X)).forEach((value, i) => {
      const upTo = (strictly: boolean): number =>
        weights.reduce((sum, w, m) => sum + (said[m][i] < value || (!strictly && said[m][i] === value) ? w : 0), 0);
      expect(upTo(false)).toBeGreaterThanOrEqual(total / 2 - 1e-12);
      expect(upTo(true)).toBeLessThanOrEqual(total / 2 + 1e-12);
    });
    expect([...model.stagedPredict(X)].at(-1)?.toArray()).toEqual(model.predict(X).toArray());
  });
});
