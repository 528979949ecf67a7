import { test as fuzz } from '@fast-check/vitest';
import { Rng, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEstimator, EstimatorClass } from '../base/estimator.ts';
import { dataset, expectClose } from '../fixture.testing.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { BernoulliNB } from './bernoulli-nb.ts';
import { CategoricalNB } from './categorical-nb.ts';
import { ComplementNB } from './complement-nb.ts';
import { GaussianNB } from './gaussian-nb.ts';
import { MultinomialNB } from './multinomial-nb.ts';

describeParity('bayes', { BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB });

const all = { BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB };
const kinds = Object.entries(all);

describe.each(kinds)('%s', (name, Kind) => {
  const { X, y } = dataset('counts');

  fuzz.prop([integer({ min: 0, max: 1000 })], { numRuns: 15 })(
    'batches learn what all samples at once teach',
    (seed) => {
      const rng = new Rng(seed);
      const weights = X.map(() => rng.integers(1, 4));
      const cuts = [0, rng.integers(1, 40), rng.integers(41, 80), X.length];
      const whole = new Kind().fit(X, y, { sampleWeight: weights });
      const parts = new Kind();
      for (let i = 0; i < 3; i++) {
        const [from, to] = [cuts[i], cuts[i + 1]];
        parts.partialFit(X.slice(from, to), y.slice(from, to), {
          classes: [2, 0, 1],
          sampleWeight: weights.slice(from, to),
        });
      }
      expect(parts.classCount_.toArray()).toEqual(whole.classCount_.toArray());
      expectClose(parts.predictJointLogProba(X), whole.predictJointLogProba(X).toArray() as number[][], 1e-12);
    },
  );

  test('probabilities sum to 1 and are the exponentials of their logarithms', () => {
    const model = new Kind().fit(X, y);
    const rows = model.predictProba(X).toArray() as number[][];
    for (const row of rows) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 13);
    expectClose(model.predictLogProba(X).exp(), rows, 1e-14); // logarithms near −20 have an error of ε·20
    const best = rows.map((row) => row.indexOf(Math.max(...row)));
    expect(Array.from(toTypedArray(model.predict(X)))).toEqual(best);
  });

  test('of one class it is certain', () => {
    const model = new Kind().fit(
      X,
      X.map(() => 7),
    );
    expect(new Set(toTypedArray(model.predict(X)))).toEqual(new Set([7]));
    expect(new Set(toTypedArray(model.predictProba(X)))).toEqual(new Set([1]));
  });

  test('partialFit asks for the classes, and for the same ones again', () => {
    expect(() => new Kind().partialFit(X, y)).toThrow(`${name}.partialFit: classes must be given in the first call`);
    const model = new Kind().partialFit(X, y, { classes: [0, 1, 2, 3] });
    expect(() => model.partialFit(X, y, { classes: [0, 1] })).toThrow(
      `${name}.partialFit: classes are [0, 1], but were [0, 1, 2, 3] before`,
    );
    expect(() => model.partialFit([X[0]], [9])).toThrow(
      `${name}.partialFit: y has 9 at 0, which is not among the classes`,
    );
    expect(Array.from(toTypedArray(model.predict(X)))).not.toContain(3); // never seen
  });

  test('JSON keeps its answers to the last bit, and learning goes on from there', () => {
    const model = new Kind().fit(X, y);
    const again = fromJSON(JSON.stringify(model), model.class as EstimatorClass<typeof model>);
    expect(again.predictProba(X).toArray()).toEqual(model.predictProba(X).toArray());
    again.partialFit(X, y);
    expect(again.classCount_.toArray()).toEqual(model.classCount_.mul(2).toArray());
  });

  test('leaves nothing behind', () => expectNoLeak(() => new Kind().fit(X, y).predictProba(X)));
});

describe('GaussianNB', () => {
  test('is right about where two normal densities cross', () => {
    // Means 0 and 4, variances 1: halfway. With priors 0.9 and 0.1 at 2 + ln(9)/4.
    const X = [[-1], [1], [3], [5]];
    const y = [0, 0, 1, 1];
    const model = new GaussianNB({ varSmoothing: 0 }).fit(X, y);
    expectClose(model.predictProba([[2]]), [[0.5, 0.5]], 1e-15);
    const uneven = new GaussianNB({ varSmoothing: 0, priors: [0.9, 0.1] }).fit(X, y);
    expectClose(uneven.predictProba([[2 + Math.log(9) / 4]]), [[0.5, 0.5]], 1e-14);
  });

  test('variances do not suffer from a mean that is far away', () => {
    const model = new GaussianNB({ varSmoothing: 0 }).fit([[1e9], [1e9 + 2], [1e9 + 1], [1e9 + 3]], [0, 0, 1, 1]);
    expect(model.var_.toArray()).toEqual([[1], [1]]);
  });

  test.each([
    [{ priors: [0.5, 0.4] }, 'GaussianNB.fit: priors must sum to 1, not to 0.9'],
    [{ priors: [1] }, 'GaussianNB.fit: priors has 1 numbers for 2 classes'],
    [{ priors: [-1, 2] }, 'GaussianNB.fit: priors has -1, not a number ≥ 0'],
    [{ varSmoothing: -1 }, 'GaussianNB: varSmoothing must be a number ≥ 0, not -1'],
  ])('refuses %o', (params, message) => {
    expect(() => new GaussianNB(params).fit([[0], [1]], [0, 1])).toThrow(message);
  });
});

describe('discrete', () => {
  const discrete: [string, new (params: object) => AnyEstimator & { fit(X: number[][], y: number[]): unknown }][] =
    kinds.filter(([name]) => name !== 'GaussianNB') as never;
  test.each(discrete)('%s refuses a negative alpha', (name, Kind) => {
    expect(() => new Kind({ alpha: -1 }).fit([[0], [1]], [0, 1])).toThrow(`${name}: alpha must be a number ≥ 0`);
  });

  test('without smoothing what never happened is impossible, and what is absent does not matter', () => {
    const X = [
      [3, 0],
      [0, 2],
    ];
    const sure = { alpha: 0, forceAlpha: true };
    const model = new MultinomialNB(sure).fit(X, [0, 1]);
    expect(
      model
        .predictProba([
          [1, 0],
          [0, 5],
        ])
        .toArray(),
    ).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(
      new BernoulliNB(sure)
        .fit(X, [0, 1])
        .predictProba([[1, 0]])
        .toArray(),
    ).toEqual([[1, 0]]);
  });

  test('a category beyond those of fit is named', () => {
    const model = new CategoricalNB().fit([[0], [1]], [0, 1]);
    expect(() => model.predict([[2]])).toThrow(
      'CategoricalNB.predict: X has category 2 at row 0, column 0, where fit knew 2; set minCategories',
    );
    expect(() => model.predict([[-1]])).toThrow('X has -1 at row 0, column 0; categories are numbered from 0');
    expect(() => new MultinomialNB().fit([[1], [-2]], [0, 1])).toThrow(
      'MultinomialNB.fit: X has -2 at row 1, column 0; counts are ≥ 0',
    );
  });

  test('more categories come with later batches', () => {
    const model = new CategoricalNB().partialFit([[0], [1]], [0, 1], { classes: [0, 1] }).partialFit([[4]], [1]);
    expect(model.nCategories_).toEqual([5]);
    expect(model.categoryCount_[0].toArray()).toEqual([
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 1],
    ]);
  });
});
