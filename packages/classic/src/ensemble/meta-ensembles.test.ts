import { tidy, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { GaussianNB } from '../bayes/gaussian-nb.ts';
import { dataset, fixture } from '../fixture.testing.ts';
import { LinearRegression } from '../linear/linear-regression.ts';
import { LogisticRegression } from '../linear/logistic-regression.ts';
import { Ridge } from '../linear/ridge.ts';
import { KNeighborsClassifier } from '../neighbors/k-neighbors-classifier.ts';
import { KNeighborsRegressor } from '../neighbors/k-neighbors-regressor.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { isRealData, noRealData, realDataset } from '../real-data.testing.ts';
import { DecisionTreeClassifier } from '../tree/decision-tree-classifier.ts';
import { DecisionTreeRegressor } from '../tree/decision-tree-regressor.ts';
import { AdaBoostRegressor } from './ada-boost-regressor.ts';
import { BaggingClassifier } from './bagging-classifier.ts';
import { BaggingRegressor } from './bagging-regressor.ts';
import { StackingClassifier } from './stacking-classifier.ts';
import { StackingRegressor } from './stacking-regressor.ts';
import { VotingClassifier } from './voting-classifier.ts';
import { VotingRegressor } from './voting-regressor.ts';

describeParity('meta-ensembles', {
  BaggingClassifier,
  BaggingRegressor,
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  GaussianNB,
  KNeighborsClassifier,
  KNeighborsRegressor,
  LinearRegression,
  LogisticRegression,
  Ridge,
  StackingClassifier,
  StackingRegressor,
  VotingClassifier,
  VotingRegressor,
});

/** Ten fits of scikit-learn with ten seeds, judged on samples that were left out. */
interface ScoredEnsemble {
  readonly name: string;
  readonly estimator: 'BaggingClassifier' | 'BaggingRegressor' | 'AdaBoostRegressor';
  readonly params: Record<string, unknown>;
  readonly data: string;
  readonly train: number[];
  readonly test: number[];
  readonly scores: number[];
}

const mean = (list: readonly number[]): number => list.reduce((sum, each) => sum + each, 0) / list.length;

describe.skipIf(noRealData !== null)('ensembles that draw score as those of scikit-learn', () => {
  test.each(fixture<ScoredEnsemble[]>('ensemble-scores'))(
    '$name',
    ({ estimator, params, data, train, test: held, scores }) => {
      expect(isRealData(data)).toBe(true);
      const { X, y } = realDataset(data);
      const at = <T>(list: readonly T[], places: readonly number[]): T[] => places.map((i) => list[i]);
      const type = { BaggingClassifier, BaggingRegressor, AdaBoostRegressor }[estimator];
      const own = Array.from({ length: 10 }, (_, randomState) =>
        tidy(() => {
          const model = new type({ ...params, randomState } as never);
          return (model.fit(at(X, train), at(y, train)) as BaggingRegressor).score(at(X, held), at(y, held));
        }),
      );
      const spread = Math.sqrt(mean(scores.map((score) => (score - mean(scores)) ** 2)));
      // Ten scores each: means differ by less than two of their own standard errors, 2·√(2/10) ≈ 0.9 spreads.
      expect(Math.abs(mean(own) - mean(scores))).toBeLessThan(0.9 * spread);
    },
  );
});

const bagged = (params: object = {}) => new BaggingRegressor({ randomState: 0, ...params });

describe('bagging', () => {
  const { X, y } = dataset('regression');

  test('bags hold as many samples and features as were wanted, and can be drawn again', () => {
    const model = bagged({ maxSamples: 0.5, maxFeatures: 2, nEstimators: 7 }).fit(X, y);
    expect(model.estimatorsSamples_.map((samples) => samples.length)).toEqual(new Array(7).fill(40));
    for (const features of model.estimatorsFeatures_) expect(new Set(features).size).toBe(2);
    const alone = new DecisionTreeRegressor();
    const [samples] = model.estimatorsSamples_;
    const [features] = model.estimatorsFeatures_;
    const part = (rows: number[][]): number[][] => rows.map((row) => Array.from(features, (j) => row[j]));
    alone.fit(
      part(Array.from(samples, (i) => X[i])),
      Array.from(samples, (i) => y[i]),
    );
    const [first] = model.estimators_ as readonly DecisionTreeRegressor[];
    expect(first.predict(part(X)).toArray()).toEqual(alone.predict(part(X)).toArray());
  });

  test('members without weights are given what was drawn twice twice', () => {
    const model = bagged({ estimator: new KNeighborsRegressor(), nEstimators: 2 }).fit(X, y);
    const alone = new KNeighborsRegressor().fit(
      Array.from(model.estimatorsSamples_[1], (i) => X[i]),
      Array.from(model.estimatorsSamples_[1], (i) => y[i]),
    );
    const [, second] = model.estimators_ as readonly KNeighborsRegressor[];
    expect(second.predict(X).toArray()).toEqual(alone.predict(X).toArray());
  });

  test('samples out of the bag are predicted by those that have not seen them', () => {
    const model = bagged({ oobScore: true, nEstimators: 30 }).fit(X, y);
    const bags = model.estimatorsSamples_.map((samples) => new Set(samples));
    const said = model.estimators_.map((each) => toTypedArray((each as DecisionTreeRegressor).predict(X)));
    const expected = X.map((_, i) => mean(said.filter((_, m) => !bags[m].has(i)).map((own) => own[i])));
    toTypedArray(model.oobPrediction_ as never).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 12);
    });
    expect(model.oobScore_).toBeLessThan(model.score(X, y));
  });

  test('classes that a bag has not are found by the others', () => {
    const few = dataset('classes3');
    const model = new BaggingClassifier({
      estimator: new KNeighborsClassifier({ nNeighbors: 1 }),
      maxSamples: 4,
      nEstimators: 25,
      randomState: 2,
    });
    const proba = toTypedArray(model.fit(few.X, few.y).predictProba(few.X));
    for (let i = 0; i < few.X.length; i++)
      expect(proba[3 * i] + proba[3 * i + 1] + proba[3 * i + 2]).toBeCloseTo(1, 12);
    expect((model.estimators_ as readonly KNeighborsClassifier[]).some((each) => each.classes_.length < 3)).toBe(true);
  });

  test('decisions are the mean of those of the members', () => {
    const { X: samples, y: labels } = dataset('binary');
    const model = new BaggingClassifier({ estimator: new LogisticRegression(), nEstimators: 3, randomState: 0 }).fit(
      samples,
      labels,
    );
    const said = model.estimators_.map((each) => toTypedArray((each as LogisticRegression).decisionFunction(samples)));
    toTypedArray(model.decisionFunction(samples)).forEach((value, i) => {
      expect(value).toBeCloseTo(mean(said.map((own) => own[i])), 12);
    });
    expect(() => new BaggingClassifier().fit(samples, labels).decisionFunction(samples)).toThrow(
      'BaggingClassifier: its estimators have no decisionFunction; use predictProba',
    );
  });

  test('nothing is left in memory', () => {
    expectNoLeak(() => bagged({ oobScore: true }).fit(X, y).predict(X));
  });

  test.each([
    [{ maxSamples: 200 }, 'BaggingRegressor: maxSamples must be at most 80, all there are, not 200'],
    [{ maxFeatures: 1.5 }, 'BaggingRegressor: maxFeatures must be a share up to 1 or an integer above, not 1.5'],
    [
      { oobScore: true, bootstrap: false },
      'BaggingRegressor: oobScore needs bootstrap: without it there may be no samples that are not drawn',
    ],
    [
      { estimator: new GaussianNB() },
      'BaggingRegressor: estimator must be a regressor or null, not an object (GaussianNB)',
    ],
  ])('%o', (params, message) => {
    expect(() => bagged(params).fit(X, y)).toThrow(message);
  });
});

describe('named members', () => {
  const { X, y } = dataset('regression');
  const members = () =>
    [
      ['tree', new DecisionTreeRegressor({ maxDepth: 2 })],
      ['line', new LinearRegression()],
    ] as const;

  test('parameters of members are reached by name, members replaced and dropped', () => {
    const voting = new VotingRegressor({ estimators: members() });
    expect(voting.getParams().tree__maxDepth).toBe(2);
    voting.setParams({ tree__maxDepth: 1, line: 'drop' });
    voting.fit(X, y);
    const alone = new DecisionTreeRegressor({ maxDepth: 1 }).fit(X, y);
    expect(voting.predict(X).toArray()).toEqual(alone.predict(X).toArray());
    expect(Object.keys(voting.namedEstimators_)).toEqual(['tree']);
    const stacking = new StackingRegressor({ estimators: members(), finalEstimator: new Ridge() });
    stacking.setParams({ finalEstimator__alpha: 7, tree: new DecisionTreeRegressor({ maxDepth: 3 }) });
    expect(stacking.getParams()).toMatchObject({ finalEstimator__alpha: 7, tree__maxDepth: 3 });
    expect(() => voting.setParams({ forest: 'drop' })).toThrow("VotingRegressor: there is no parameter 'forest'");
  });

  test('fit leaves the given estimators alone', () => {
    const estimators = members();
    new StackingRegressor({ estimators }).fit(X, y);
    expect(estimators.map(([, estimator]) => estimator.isFitted)).toEqual([false, false]);
  });

  test('columns are called after members', () => {
    const { X: samples, y: labels } = dataset('classes3');
    const estimators = [
      ['bayes', new GaussianNB()],
      ['tree', new DecisionTreeClassifier({ maxDepth: 2 })],
    ] as const;
    const voting = new VotingClassifier({ estimators, voting: 'soft' }).fit(samples, labels);
    const names = ['votingclassifier_bayes0', 'votingclassifier_bayes1', 'votingclassifier_bayes2'];
    expect(voting.getFeatureNamesOut().slice(0, 3)).toEqual(names);
    const stacking = new StackingRegressor({ estimators: members(), passthrough: true }).fit(X, y);
    expect(stacking.getFeatureNamesOut()).toEqual([
      'stackingregressor_tree',
      'stackingregressor_line',
      ...['x0', 'x1', 'x2', 'x3', 'x4'],
    ]);
    expect(stacking.transform(X).shape).toEqual([80, 7]);
  });

  test('soft votes side by side, or one above the other', () => {
    const { X: samples, y: labels } = dataset('binary');
    const estimators = [
      ['bayes', new GaussianNB()],
      ['tree', new DecisionTreeClassifier({ maxDepth: 2 })],
    ] as const;
    const flat = new VotingClassifier({ estimators, voting: 'soft' }).fit(samples, labels).transform(samples).toArray();
    const deep = new VotingClassifier({ estimators, voting: 'soft', flattenTransform: false }).fit(samples, labels);
    expect((deep.transform(samples).toArray() as number[][][]).map((own) => own[5])).toEqual([
      (flat as number[][])[5].slice(0, 2),
      (flat as number[][])[5].slice(2),
    ]);
  });

  test('fitted estimators are stacked as they are', () => {
    const line = new LinearRegression().fit(X, y);
    const stacking = new StackingRegressor({
      estimators: [['line', line]],
      cv: 'prefit',
      finalEstimator: new LinearRegression(),
    }).fit(X, y);
    const direct = toTypedArray(line.predict(X));
    toTypedArray(stacking.predict(X)).forEach((value, i) => {
      expect(value).toBeCloseTo(direct[i], 9);
    });
    const unfitted = new StackingRegressor({ estimators: [['line', new LinearRegression()]], cv: 'prefit' });
    expect(() => unfitted.fit(X, y)).toThrow('LinearRegression: not fitted yet');
  });

  test.each([
    [{ estimators: [] }, 'VotingRegressor: estimators must be a list of [name, estimator]'],
    [{ estimators: [['a', 'drop']] }, 'VotingRegressor: all estimators are dropped, at least one is needed'],
    [
      { estimators: [['a__b', new Ridge()]] },
      'VotingRegressor: estimators: a name must be a word without \'__\', not "a__b"',
    ],
    [{ estimators: [['nb', new GaussianNB()]] }, "VotingRegressor: 'nb' must be a regressor, not a classifier"],
    [
      { estimators: [['a', new Ridge()]], weights: [1, 2] },
      'VotingRegressor: weights must be null or 1 numbers ≥ 0, one for each estimator, not [1, 2]',
    ],
  ])('%o', (params, message) => {
    expect(() => new VotingRegressor(params as never).fit(X, y)).toThrow(message);
  });

  test('what cannot be', () => {
    const { X: samples, y: labels } = dataset('binary');
    const estimators = [['near', new KNeighborsClassifier()]] as const;
    const hard = new VotingClassifier({ estimators }).fit(samples, labels);
    expect(() => hard.predictProba(samples)).toThrow("there are no probabilities with voting 'hard'; use 'soft'");
    const weighted = { sampleWeight: labels.map((_, i) => 1 + i) };
    expect(() => hard.fit(samples, labels, weighted)).toThrow("VotingClassifier: 'near' takes no sample weights");
    const overlapping = [0, 1].map(() => ({ train: Int32Array.of(0, 1, 2, 3), test: Int32Array.of(4) }));
    const stacking = new StackingClassifier({ estimators, cv: overlapping });
    expect(() => stacking.fit(samples, labels)).toThrow('StackingClassifier: cv judges sample 0 0 times, not once');
    expect(() => new StackingClassifier({ estimators, finalEstimator: new Ridge() }).fit(samples, labels)).toThrow(
      'StackingClassifier: finalEstimator must be a classifier or null',
    );
  });

  test('nothing is left in memory', () => {
    expectNoLeak(() => new VotingRegressor({ estimators: members() }).fit(X, y).predict(X));
    expectNoLeak(() => new StackingRegressor({ estimators: members() }).fit(X, y).predict(X));
  });
});
