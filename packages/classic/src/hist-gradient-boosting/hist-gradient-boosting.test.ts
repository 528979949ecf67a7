import { test as fuzz } from '@fast-check/vitest';
import { Rng, tidy, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose } from '../fixture.testing.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { fromBase64, toBase64 } from '../persistence/typed-arrays.ts';
import { HistGradientBoostingClassifier } from './hist-gradient-boosting-classifier.ts';
import { HistGradientBoostingRegressor } from './hist-gradient-boosting-regressor.ts';

describeParity('hist-gradient-boosting', { HistGradientBoostingClassifier, HistGradientBoostingRegressor });

const small = { minSamplesLeaf: 5, maxIter: 10 };

describe('HistGradientBoostingRegressor', () => {
  fuzz.prop([integer({ min: 0, max: 1000 })], { numRuns: 20 })('predictions rise and fall as they must', (seed) => {
    const rng = new Rng(seed);
    const X = Array.from({ length: 80 }, () => [rng.normal(), rng.normal()]);
    const y = X.map(([a, b]) => Math.sin(3 * a) + b + 0.3 * rng.normal());
    const model = new HistGradientBoostingRegressor({ ...small, monotonicCst: [1, -1] }).fit(X, y);
    const along = (feature: number) =>
      toTypedArray(
        model.predict(Array.from({ length: 50 }, (_, i) => (feature === 0 ? [i / 10 - 2, 0.1] : [0.1, i / 10 - 2]))),
      );
    const up = along(0);
    const down = along(1);
    for (let i = 1; i < 50; i++) {
      expect(up[i]).toBeGreaterThanOrEqual(up[i - 1]);
      expect(down[i]).toBeLessThanOrEqual(down[i - 1]);
    }
  });

  fuzz.prop([integer({ min: 0, max: 1000 })], { numRuns: 10 })(
    'without interactions a prediction is a sum over features',
    (seed) => {
      const rng = new Rng(seed);
      const X = Array.from({ length: 60 }, () => [rng.normal(), rng.normal()]);
      const y = X.map(([a, b]) => a * b);
      const model = new HistGradientBoostingRegressor({ ...small, interactionCst: 'no_interactions' }).fit(X, y);
      const [aa, ab, ba, bb] = toTypedArray(
        model.predict([
          [-1, -1],
          [-1, 1],
          [1, -1],
          [1, 1],
        ]),
      );
      expect(aa + bb).toBeCloseTo(ab + ba, 12);
    },
  );

  test('the order of values is all that matters where each has its bin', () => {
    const { X, y } = dataset('regression');
    const cubed = X.map((row) => row.map((value) => value ** 3));
    const a = new HistGradientBoostingRegressor(small).fit(X, y).predict(X);
    const b = new HistGradientBoostingRegressor(small).fit(cubed, y).predict(cubed);
    expect(b.toArray()).toEqual(a.toArray());
  });

  test('a constant feature and a constant target', () => {
    const X = Array.from({ length: 50 }, () => [3, 3]);
    expect(
      new HistGradientBoostingRegressor()
        .fit(X, new Array(50).fill(2))
        .predict([[1, 9]])
        .toArray(),
    ).toEqual([2]);
  });

  test('a value missing in prediction only goes where most samples went', () => {
    const X = Array.from({ length: 100 }, (_, i) => [i < 30 ? 0 : 1]);
    const model = new HistGradientBoostingRegressor({ maxIter: 1, learningRate: 1 }).fit(
      X,
      X.map(([x]) => x),
    );
    expect(model.predict([[Number.NaN]]).toArray()).toEqual(model.predict([[1]]).toArray());
  });

  test('an unknown category goes where missing values go', () => {
    const X = Array.from({ length: 120 }, (_, i) => [i % 4 === 3 ? Number.NaN : i % 4]);
    const y = X.map(([x]) => (Number.isNaN(x) ? 10 : x));
    const model = new HistGradientBoostingRegressor({ categoricalFeatures: [0] }).fit(X, y);
    const [missing, unknown, negative, one] = toTypedArray(model.predict([[Number.NaN], [77], [-1], [1]]));
    expect([unknown, negative]).toEqual([missing, missing]);
    expect(one).not.toBe(missing);
  });

  test('it stops when what was kept aside is not predicted better, the same for the same seed', () => {
    const rng = new Rng(1);
    const X = Array.from({ length: 400 }, () => [rng.normal(), rng.normal()]);
    const y = X.map(([a]) => a + rng.normal());
    const fit = () =>
      new HistGradientBoostingRegressor({ earlyStopping: true, maxIter: 500, nIterNoChange: 5, randomState: 3 }).fit(
        X,
        y,
      );
    const model = fit();
    expect(model.nIter_).toBeLessThan(200);
    const scores = toTypedArray(model.validationScore_);
    expect(scores.length).toBe(model.nIter_ + 1);
    expect(Math.max(...scores.slice(-5))).toBeLessThanOrEqual(scores[scores.length - 6] + 1e-7);
    expect(toTypedArray(model.trainScore_).at(-1)).toBeGreaterThan(toTypedArray(model.trainScore_)[0]);
    expect(fit().toJSON()).toEqual(model.toJSON());
  });

  test('staged predictions end with the prediction', () => {
    const { X, y } = dataset('missing');
    const model = new HistGradientBoostingRegressor(small).fit(X, y);
    const stages = [...model.stagedPredict(X)];
    expect(stages.length).toBe(10);
    expectClose(stages[9], [...toTypedArray(model.predict(X))], 1e-14);
    const first = new HistGradientBoostingRegressor({ ...small, maxIter: 1 }).fit(X, y);
    expectClose(stages[0], [...toTypedArray(first.predict(X))], 1e-14);
  });

  test('nothing is left in memory', () => {
    const { X, y } = dataset('missing');
    expectNoLeak(() => new HistGradientBoostingRegressor({ ...small, earlyStopping: true }).fit(X, y).predict(X));
  });

  test.each([
    [{ maxBins: 256 }, 'HistGradientBoostingRegressor: maxBins must be an integer from 2 to 255, not 256'],
    [{ loss: 'quantile' as const }, 'HistGradientBoostingRegressor: quantile must be between 0 and 1, not null'],
    [
      { categoricalFeatures: [5] },
      'HistGradientBoostingRegressor: categoricalFeatures must be a list of integers < 2, not 5',
    ],
    [
      { monotonicCst: [1] },
      'HistGradientBoostingRegressor: monotonicCst must be null or 2 numbers of −1, 0, 1, not [1]',
    ],
    [
      { categoricalFeatures: [0] },
      'HistGradientBoostingRegressor.fit: categorical feature 0 has 0.5; categories are integers from 0 to 254 (OrdinalEncoder makes them)',
    ],
    [{ loss: 'poisson' as const }, "HistGradientBoostingRegressor.fit: y has -1 at 1; loss 'poisson' needs y ≥ 0"],
  ])('%o', (params, message) => {
    expect(() =>
      new HistGradientBoostingRegressor(params).fit(
        [
          [0.5, 1],
          [1, 2],
        ],
        [1, -1],
      ),
    ).toThrow(message);
  });

  test.each([
    [0, 'HistGradientBoostingRegressor.forest: the state has a walk out of tree 0'],
    [10_000, 'HistGradientBoostingRegressor.forest: the state has 10000 in right'],
  ])('a file whose root has %i to its right is refused', (right, message) => {
    const { X, y } = dataset('regression');
    const json = JSON.parse(JSON.stringify(new HistGradientBoostingRegressor(small).fit(X, y)));
    const children = fromBase64('int32', json.state.forest.right.$int32);
    expect(children[0]).toBeGreaterThan(1);
    children[0] = right;
    json.state.forest.right.$int32 = toBase64(children);
    expect(() => fromJSON(json, HistGradientBoostingRegressor)).toThrow(message);
  });
});

describe('HistGradientBoostingClassifier', () => {
  test('probabilities of several classes add up to 1, and predictions are the likeliest', () => {
    const { X, y } = dataset('classes3');
    const model = new HistGradientBoostingClassifier<string>(small).fit(
      X,
      y.map((k) => 'abc'[k]),
    );
    tidy(() => {
      const proba = toTypedArray(model.predictProba(X));
      model.predict(X).forEach((label, i) => {
        const row = proba.slice(3 * i, 3 * i + 3);
        expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 14);
        expect(row['abc'.indexOf(label)]).toBe(Math.max(...row));
      });
    });
  });

  test('class weights are sample weights', () => {
    const { X, y } = dataset('binary');
    const a = new HistGradientBoostingClassifier({ ...small, classWeight: { 1: 3 } }).fit(X, y);
    const b = new HistGradientBoostingClassifier(small).fit(X, y, { sampleWeight: y.map((k) => 1 + 2 * k) });
    expect(a.decisionFunction(X).toArray()).toEqual(b.decisionFunction(X).toArray());
  });

  test('monotonic constraints are for two classes', () => {
    const { X, y } = dataset('classes3');
    expect(() => new HistGradientBoostingClassifier({ monotonicCst: [1, 0, 0, 0] }).fit(X, y)).toThrow(
      'HistGradientBoostingClassifier: monotonicCst must be one of null, not [1, 0, 0, 0]',
    );
  });
});
