import { test as fuzz } from '@fast-check/vitest';
import { Rng, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { Lasso } from '../linear/lasso.ts';
import { LogisticRegression } from '../linear/logistic-regression.ts';
import { Ridge } from '../linear/ridge.ts';
import { describeParity } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { chi2 } from './chi2.ts';
import { fClassif } from './f-classif.ts';
import { fRegression } from './f-regression.ts';
import { mutualInfoClassif, mutualInfoRegression } from './mutual-info.ts';
import { RFE } from './rfe.ts';
import { RFECV } from './rfecv.ts';
import { SelectFromModel } from './select-from-model.ts';
import { SelectKBest } from './select-k-best.ts';
import { SelectPercentile } from './select-percentile.ts';
import { VarianceThreshold } from './variance-threshold.ts';

describeParity('feature-selection', {
  Lasso,
  LogisticRegression,
  RFE,
  RFECV,
  Ridge,
  SelectFromModel,
  SelectKBest,
  SelectPercentile,
  VarianceThreshold,
});

describe('selectors', () => {
  const { X, y } = dataset('classes3');

  test('inverseTransform puts zeros where features were dropped', () => {
    const selector = new SelectKBest({ k: 2 }).fit(X, y);
    const kept = selector.getSupport();
    const expected = X.map((row) => row.map((value, j) => (kept[j] ? value : 0)));
    expect(selector.inverseTransform(selector.transform(X)).toArray()).toEqual(expected);
    expect(selector.getFeatureNamesOut(['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c', 'd'].filter((_, j) => kept[j]));
    expect(selector.getSupport({ indices: true })).toEqual([0, 1, 2, 3].filter((j) => kept[j]));
  });

  test('a score function of the user is taken, and refused by JSON', () => {
    const selector = new SelectKBest({ k: 1, scoreFunc: () => [1, 3, 2, 0] }).fit(X, y);
    expect(selector.getSupport({ indices: true })).toEqual([1]);
    expect(selector.pvalues_).toBeNull();
    expect(() => selector.toJSON()).toThrow('SelectKBest.params.scoreFunc is the function');
    expect(() => new SelectKBest({ scoreFunc: () => [1] }).fit(X, y)).toThrow('scoreFunc gave 1 scores for 4 features');
    const tests = new SelectPercentile({ percentile: 25, scoreFunc: fClassif as never }).fit(X, y);
    expect(tests.pvalues_?.toArray()).toEqual(fClassif(X, y).pValues.toArray());
  });

  test('of equal scores the later features, or the earlier ones of a percentile', () => {
    const scoreFunc = () => [1, 1, 1, 1];
    expect(new SelectKBest({ k: 2, scoreFunc }).fit(X, y).getSupport({ indices: true })).toEqual([2, 3]);
    expect(new SelectPercentile({ percentile: 50, scoreFunc }).fit(X, y).getSupport({ indices: true })).toEqual([0, 1]);
  });

  test('survive JSON', () => {
    const selector = new SelectKBest({ k: 2, scoreFunc: 'mutualInfoClassif', randomState: 3 }).fit(X, y);
    const again = fromJSON(JSON.stringify(selector), SelectKBest);
    expect(again.transform(X).toArray()).toEqual(selector.transform(X).toArray());
    expect(again.pvalues_).toBeNull();
  });

  test('say what is wrong', () => {
    expect(() => new SelectKBest().fit(X)).toThrow('SelectKBest.fit: y is missing');
    expect(() => new SelectKBest({ k: -1 }).fit(X, y)).toThrow("k must be 'all' or an integer ≥ 0, not -1");
    expect(() => new SelectKBest({ scoreFunc: 'chi2' }).fit([[-1], [2]], [0, 1])).toThrow(
      'X has -1 at row 0, column 0; chi2 needs',
    );
    expect(() => new VarianceThreshold().fit([[1], [1]])).toThrow('no feature of X has a variance above 0');
  });
});

describe('scores', () => {
  test('of constant features and perfect predictors', () => {
    const X = [
      [1, 5],
      [2, 5],
      [3, 5],
    ];
    expect(fRegression(X, [2, 4, 6]).scores.toArray()).toEqual([Number.MAX_VALUE, 0]);
    expect(fRegression(X, [2, 4, 6]).pValues.toArray()).toEqual([0, 1]);
    expect(fRegression(X, [2, 4, 6], { forceFinite: false }).scores.toArray()).toEqual([Infinity, Number.NaN]);
    expect(
      fClassif(
        [
          [1, 5],
          [1, 5],
          [3, 5],
        ],
        [0, 0, 1],
      ).scores.toArray(),
    ).toEqual([Infinity, Number.NaN]);
    expect(chi2([[0], [0]], ['a', 'b']).scores.toArray()).toEqual([Number.NaN]);
  });

  test('without centering r is the cosine', () => {
    // r² = 15² / (14 · 21) and 24² / (30 · 21), two degrees of freedom
    const { scores, pValues } = fRegression(
      [
        [1, 2],
        [3, 1],
        [2, 5],
      ],
      [1, 2, 4],
      { center: false },
    );
    expectClose(scores, [450 / 69, 1152 / 54], 1e-12);
    expect(toTypedArray(pValues).every((p) => p > 0 && p < 1)).toBe(true);
  });

  fuzz.prop([integer({ min: 0, max: 300 }), integer({ min: 1, max: 5 })])(
    'mutual information agrees with looking at all pairs',
    (seed, k) => {
      const rng = new Rng(seed);
      const x = Array.from({ length: 40 }, () => rng.normal());
      const y = x.map((value) => value + rng.normal());
      const psi = (m: number): number =>
        -0.5772156649015329 + Array.from({ length: m - 1 }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0);
      const spread = (v: number[]): number => {
        const mean = v.reduce((a, b) => a + b) / v.length;
        return Math.sqrt(v.reduce((sum, each) => sum + (each - mean) ** 2, 0) / v.length);
      };
      const [a, b] = [x.map((value) => value / spread(x)), y.map((value) => value / spread(y))];
      let sum = 0;
      for (let i = 0; i < 40; i++) {
        const distance = a
          .map((each, j) => Math.max(Math.abs(each - a[i]), Math.abs(b[j] - b[i])))
          .sort((p, q) => p - q)[k];
        sum += psi(a.filter((each) => Math.abs(each - a[i]) < distance).length);
        sum += psi(b.filter((each) => Math.abs(each - b[i]) < distance).length);
      }
      const naive = Math.max(0, psi(40) + psi(k) - sum / 40);
      const found = mutualInfoRegression(
        x.map((value) => [value]),
        y,
        { nNeighbors: k, randomState: 1 },
      ).item();
      expect(Math.abs(found - naive)).toBeLessThan(1e-9);
    },
  );

  test('mutual information of discrete features is that of their table', () => {
    const X = [
      [0, 7],
      [1, 7],
      [0, 7],
      [1, 7],
      [1, 7],
    ];
    const found = mutualInfoClassif(X, ['a', 'b', 'a', 'b', 'a'], { discreteFeatures: [true, true] });
    const expected =
      0.4 * Math.log(0.4 / (0.4 * 0.6)) + 0.2 * Math.log(0.2 / (0.6 * 0.6)) + 0.4 * Math.log(0.4 / (0.6 * 0.4));
    expectClose(found, [expected, 0], 1e-14);
  });

  test('the same seed gives the same bits, also where values repeat', () => {
    const X = dataset('categorical').X;
    const { y } = dataset('categorical');
    const once = mutualInfoRegression(X, y, { randomState: 5 }).toArray();
    expect(mutualInfoRegression(X, y, { randomState: 5 }).toArray()).toEqual(once);
    expect(mutualInfoRegression(X, y, { randomState: 5, discreteFeatures: [0, 2] }).toArray()).not.toEqual(once);
    expect(() => mutualInfoRegression(X, y, { discreteFeatures: [9] })).toThrow(
      'discreteFeatures has 9, there are features 0 to 2',
    );
  });
});

describe('selection by a model', () => {
  const { X, y } = dataset('regression');

  test('a fitted model is taken as it is', () => {
    const ridge = new Ridge().fit(X, y);
    const selector = new SelectFromModel({ estimator: ridge, prefit: true }).fit(X);
    expect(selector.estimator_).toBe(ridge);
    expect(selector.getSupport()).toEqual(new SelectFromModel({ estimator: new Ridge() }).fit(X, y).getSupport());
    expect(() => new SelectFromModel({ estimator: new Ridge(), prefit: true }).fit(X)).toThrow('Ridge: not fitted yet');
  });

  test('importances may come from a path or a function', () => {
    const estimator = new Ridge();
    const byPath = new SelectFromModel({ estimator, importanceGetter: 'coef_' }).fit(X, y);
    const byFunction = new SelectFromModel({ estimator, importanceGetter: () => [0, 0, 9, 0, 0] }).fit(X, y);
    expect(byPath.getSupport()).toEqual(new SelectFromModel({ estimator }).fit(X, y).getSupport());
    expect(byFunction.getSupport({ indices: true })).toEqual([2]);
    expect(() => new SelectFromModel({ estimator, importanceGetter: 'nothing_' }).fit(X, y)).toThrow(
      "importanceGetter 'nothing_' leads nowhere in Ridge",
    );
    expect(() => new SelectFromModel({ estimator: new VarianceThreshold() }).fit(X, y)).toThrow(
      'VarianceThreshold has neither coef_ nor featureImportances_',
    );
    expect(() => new SelectFromModel().fit(X, y)).toThrow('SelectFromModel: estimator must be one that has coef_');
    for (const threshold of ['most', '*mean', 'x*mean', '2*1*mean'])
      expect(() => new SelectFromModel({ estimator, threshold }).fit(X, y)).toThrow(
        "threshold must be a number, 'mean', 'median'",
      );
  });

  test('parameters of the model are reached by name, and cloned', () => {
    const selector = new RFE({ estimator: new Ridge() });
    selector.setParams({ estimator__alpha: 7 });
    expect(selector.clone().getParams().estimator__alpha).toBe(7);
    expect(selector.fit(X, y).estimator_.params).toMatchObject({ alpha: 7 });
    expect((selector.params.estimator as Ridge).isFitted).toBe(false);
  });

  test('RFE predicts with the features that stayed, also out of JSON', () => {
    const selector = new RFE({ estimator: new Ridge(), nFeaturesToSelect: 2 }).fit(X, y);
    const alone = new Ridge().fit(selector.transform(X), y);
    expectClose(selector.predict(X) as never, toTypedArray(alone.predict(selector.transform(X))) as never, 1e-14);
    expect(selector.score(X, y)).toBeCloseTo(alone.score(selector.transform(X), y), 14);
    expect(selector.hasMethod('predictProba')).toBe(false);
    const again = fromJSON(JSON.stringify(selector), RFE, [Ridge]);
    expect(again.ranking_.toArray()).toEqual(selector.ranking_.toArray());
    expect((again.predict(X) as never as typeof selector.ranking_).toArray()).toEqual(
      (selector.predict(X) as never as typeof selector.ranking_).toArray(),
    );
  });

  test('RFECV tells how far it is, and the folds of weights are those of samples', () => {
    const seen: number[] = [];
    const sampleWeight = X.map((_, i) => 1 + (i % 3));
    const selector = new RFECV({ estimator: new Ridge(), cv: 4 });
    selector.fit(X, y, { sampleWeight, onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
    expect(selector.cvResults_.splitTestScores.shape).toEqual([4, 5]);
    const model = new Ridge().fit(X.slice(20), y.slice(20), { sampleWeight: sampleWeight.slice(20) });
    const last = (selector.cvResults_.splitTestScores.toArray() as number[][])[0].at(-1);
    expect(last).toBeCloseTo(model.score(X.slice(0, 20), y.slice(0, 20)), 12);
  });
});
