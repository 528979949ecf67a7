import { test as fuzz } from '@fast-check/vitest';
import { integer } from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { dataset, expectClose, fixture, type Nested } from '../fixture.testing.ts';
import { Ridge } from '../linear/ridge.ts';
import type { ScorerName } from '../metrics/scorers.ts';
import { KNeighborsClassifier } from '../neighbors/k-neighbors-classifier.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { logUniform, randint, uniform } from './distributions.ts';
import { GridSearchCV, type GridSearchCVParams } from './grid-search-cv.ts';
import { KFold } from './k-fold.ts';
import { ParameterGrid } from './parameter-grid.ts';
import { ParameterSampler } from './parameter-sampler.ts';
import { RandomizedSearchCV } from './randomized-search-cv.ts';

interface SearchCase {
  readonly data: string;
  readonly params: Omit<GridSearchCVParams, 'estimator'> & { scoring: ScorerName };
  readonly bestParams: object;
  readonly bestScore: number;
  readonly results: Record<string, Nested>;
  readonly params_: object[];
  readonly predict: number[];
  readonly score: number;
}

const { searches } = fixture<{ searches: SearchCase[] }>('model-selection');

test.each(searches)('GridSearchCV by $params.scoring agrees with scikit-learn', (each) => {
  const { X, y } = dataset(each.data);
  const search = new GridSearchCV({ estimator: new KNeighborsClassifier(), ...each.params }).fit(X, y);
  expect(search.bestParams_).toEqual(each.bestParams);
  expectClose(search.bestScore_, each.bestScore, 1e-10);
  expect(search.cvResults_.params).toEqual(each.params_);
  for (const [column, reference] of Object.entries(each.results))
    expectClose(search.cvResults_[column] as number[], reference, 1e-10, column);
  expect(search.predict(X.slice(0, 10)).toArray()).toEqual(each.predict);
  expectClose(search.score(X, y), each.score, 1e-10);
  expect(search.cvResults_.paramNNeighbors).toEqual(
    each.params_.map((params) => (params as { nNeighbors: number }).nNeighbors),
  );
});

const { X, y } = dataset('binary');
const words = y.map((label) => (label === 1 ? 'yes' : 'no'));
const grid = { nNeighbors: [1, 3, 25] };

describe('GridSearchCV', () => {
  test('is the estimator that it chose, types included', () => {
    const estimator = new KNeighborsClassifier<string>();
    const search = new GridSearchCV({ estimator, paramGrid: grid }).fit(X, words);
    expectTypeOf(search.predict(X)).toEqualTypeOf<string[]>();
    expectTypeOf(search.bestEstimator_).toEqualTypeOf<KNeighborsClassifier<string>>();
    const chosen = estimator.clone().setParams(search.bestParams_).fit(X, words);
    expect(search.predict(X)).toEqual(chosen.predict(X));
    expect(search.predictProba(X).toArray()).toEqual(chosen.predictProba(X).toArray());
    expect(search.classes_).toEqual(['no', 'yes']);
    expect(search.nFeaturesIn_).toBe(4);
    expect(search.hasMethod('decisionFunction')).toBe(false);
    expect(() => search.decisionFunction(X)).toThrow('GridSearchCV: KNeighborsClassifier has no decisionFunction');
    expect(estimator.isFitted).toBe(false);
  });

  test('JSON keeps it, the splitter too', () => {
    const cv = new KFold({ nSplits: 3, shuffle: true, randomState: 2 });
    const search = new GridSearchCV({ estimator: new KNeighborsClassifier(), paramGrid: grid, cv }).fit(X, y);
    const again = fromJSON(JSON.stringify(search), GridSearchCV, [KNeighborsClassifier]);
    expect(again.cvResults_).toEqual(search.cvResults_);
    expect(again.predict(X)).toEqual(search.predict(X));
    expect(again.clone().fit(X, y).cvResults_).toEqual(search.cvResults_);
  });

  test('parameters of the estimator are its own as estimator__name', () => {
    const search = new GridSearchCV({ estimator: new KNeighborsClassifier(), paramGrid: grid });
    expect(search.setParams({ estimator__weights: 'distance' }).params.estimator?.params.weights).toBe('distance');
  });

  test('estimators that fail come last', () => {
    const paramGrid = { nNeighbors: [1000, 3] };
    const search = new GridSearchCV({ estimator: new KNeighborsClassifier(), paramGrid }).fit(X, y);
    expect(search.cvResults_.meanTestScore[0]).toBeNaN();
    expect(search.cvResults_.rankTestScore).toEqual([2, 1]);
    expect(search.bestParams_).toEqual({ nNeighbors: 3 });
  });

  test('without refit there are scores and nothing else', () => {
    const search = new GridSearchCV({ estimator: new Ridge(), paramGrid: { alpha: [1, 2] }, refit: false }).fit(X, y);
    expect(search.bestIndex_).toBe(search.cvResults_.rankTestScore.indexOf(1));
    expect(search.cvResults_.meanTestScore[search.bestIndex_]).toBe(search.bestScore_);
    expect(() => search.predict(X)).toThrow('GridSearchCV with refit false: not fitted yet');
  });

  test.each<[object, string]>([
    [{ estimator: null }, 'GridSearchCV: estimator must be an estimator, not null'],
    [{ refit: 'r2' }, "GridSearchCV: refit must be true or false, not 'r2'"],
    [{ scoring: ['r2', 'max_error'] }, 'refit must be false or the name of a scorer, one of r2, max_error, not true'],
    [{ paramGrid: { alpha: 3 } }, "ParameterGrid: 'alpha' must be a list of values to try"],
    [{ paramGrid: { beta: [3] } }, "Ridge: there is no parameter 'beta'"],
    [{ errorScore: 'no' }, "errorScore must be 'raise' or a number, not 'no'"],
  ])('refuses %s', (params, message) => {
    const search = new GridSearchCV({ estimator: new Ridge(), paramGrid: { alpha: [1] }, ...params });
    expect(() => search.fit(X, y)).toThrow(message);
  });
});

describe('ParameterGrid', () => {
  test('of several grids one after the other, and an empty one is one candidate', () => {
    const all = new ParameterGrid([{ a: [1, 2], b: ['x', 'y'] }, { c: [3] }, {}]);
    expect(all.length).toBe(6);
    expect([...all]).toEqual([{ a: 1, b: 'x' }, { a: 1, b: 'y' }, { a: 2, b: 'x' }, { a: 2, b: 'y' }, { c: 3 }, {}]);
    expect(() => all.at(6)).toThrow('there is no combination 6, there are 6');
  });
});

describe('RandomizedSearchCV', () => {
  fuzz.prop([integer({ min: 0, max: 1e6 })])('draws are within what they are drawn from, and repeat', (randomState) => {
    const from = { a: uniform(-1, 2), b: logUniform(1e-3, 1e3), c: randint(2, 5), d: ['x', 'y'] };
    const draws = [...new ParameterSampler(from, { nIter: 20, randomState })] as Record<string, number>[];
    for (const { a, b, c, d } of draws) {
      expect(a >= -1 && a < 2 && b >= 1e-3 && b <= 1e3).toBe(true);
      expect([2, 3, 4]).toContain(c);
      expect(['x', 'y']).toContain(d);
    }
    expect([...new ParameterSampler(from, { nIter: 20, randomState })]).toEqual(draws);
  });

  test('a logarithm is drawn evenly', () => {
    const draws = [...new ParameterSampler({ b: logUniform(1e-4, 1) }, { nIter: 2000, randomState: 1 })];
    const low = draws.filter(({ b }) => (b as number) < 1e-2).length;
    expect(Math.abs(low - 1000)).toBeLessThan(100); // 4.5 standard deviations
  });

  test('of lists no combination is drawn twice', () => {
    const draws = [...new ParameterSampler({ a: [1, 2, 3], b: [4, 5] }, { nIter: 100, randomState: 0 })];
    expect(new Set(draws.map((each) => JSON.stringify(each))).size).toBe(6);
    expect(draws.length).toBe(6);
  });

  test('finds what the grid finds when it tries everything', () => {
    const estimator = new KNeighborsClassifier();
    const found = new RandomizedSearchCV({ estimator, paramDistributions: grid, nIter: 3, randomState: 4 }).fit(X, y);
    const best = new GridSearchCV({ estimator, paramGrid: grid }).fit(X, y);
    expect(found.bestScore_).toBe(best.bestScore_);
  });

  test('refuses what is no distribution', () => {
    expect(() => uniform(2, 1)).toThrow('uniform: low must be below high, not 2 and 1');
    expect(() => logUniform(0, 1)).toThrow('logUniform: low must be > 0, not 0');
    expect(() => randint(0, 1.5)).toThrow('randint: low and high must be whole numbers');
    expect(() => new ParameterSampler({ a: 3 as never }, { nIter: 1 })).toThrow(
      "'a' must be a list of values or a distribution",
    );
  });
});
