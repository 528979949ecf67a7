import { test as fuzz } from '@fast-check/vitest';
import { Rng, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../base/matrix-like.ts';
import { dataset, expectClose, fixture } from '../fixture.testing.ts';
import { describeParity, type ParityCase } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { KNNImputer } from './knn-imputer.ts';
import { MissingIndicator } from './missing-indicator.ts';
import { SimpleImputer } from './simple-imputer.ts';

const classes = { KNNImputer, MissingIndicator, SimpleImputer };
describeParity('impute', classes);

describe('names of columns agree with scikit-learn', () => {
  const { cases } = fixture<{ readonly cases: readonly (ParityCase & { readonly names: string[] })[] }>('impute');
  test.each(cases)('$name', ({ estimator, params, data, names }) => {
    const imputer = new classes[estimator as keyof typeof classes](params).fit(dataset(data).X);
    expect(imputer.getFeatureNamesOut()).toEqual(names);
  });
});

const words: Cell[][] = [
  ['a', 1],
  [null, 2],
  ['b', Number.NaN],
  ['b', 2],
  [undefined, 5],
];

describe('SimpleImputer', () => {
  test('fills words and numbers side by side', () => {
    const imputer = new SimpleImputer({ strategy: 'most_frequent' }).fit(words);
    expect(imputer.statistics_).toEqual(['b', 2]);
    expect(imputer.transform(words)).toEqual([
      ['a', 1],
      ['b', 2],
      ['b', 2],
      ['b', 2],
      ['b', 5],
    ]);
    const constant = new SimpleImputer({ strategy: 'constant', missingValues: null });
    expect(constant.fitTransform(words)).toEqual([
      ['a', 1],
      ['missing_value', 2],
      ['b', 0],
      ['b', 2],
      ['missing_value', 5],
    ]);
  });

  test('words survive JSON', () => {
    const imputer = new SimpleImputer({ strategy: 'most_frequent', addIndicator: true }).fit(words);
    const again = fromJSON(JSON.stringify(imputer), SimpleImputer);
    expect(again.transform(words)).toEqual(imputer.transform(words));
    expect(again.transform([[null, null]])).toEqual([['b', 2, 1, 1]]);
  });

  test('inverseTransform makes missing again what was missing', () => {
    const { X } = dataset('missing');
    const imputer = new SimpleImputer({ addIndicator: true });
    expect(imputer.inverseTransform(imputer.fitTransform(X)).toArray()).toEqual(X);
    const ofWords = new SimpleImputer({ addIndicator: true, strategy: 'most_frequent' });
    const cells = ofWords.fitTransform(words);
    expect(ofWords.inverseTransform(cells)).toEqual([
      ['a', 1],
      [null, 2],
      ['b', Number.NaN],
      ['b', 2],
      [null, 5],
    ]);
    expect(() => new SimpleImputer().fit(X).inverseTransform(X)).toThrow('inverseTransform needs addIndicator: true');
  });

  test('leaves out a feature without values, or keeps it as zeros', () => {
    const X = [
      [1, Number.NaN],
      [3, Number.NaN],
    ];
    expect(new SimpleImputer().fitTransform(X).toArray()).toEqual([[1], [3]]);
    expect(new SimpleImputer().fit(X).getFeatureNamesOut()).toEqual(['x0']);
    expect(new SimpleImputer({ keepEmptyFeatures: true }).fitTransform(X).toArray()).toEqual([
      [1, 0],
      [3, 0],
    ]);
  });

  test('says what it cannot do, and where', () => {
    expect(() => new SimpleImputer().fit(words)).toThrow(
      "SimpleImputer.fit: column 0: there is no mean of words; use strategy 'most_frequent' or 'constant'",
    );
    expect(() => new SimpleImputer({ strategy: 'constant', fillValue: 'x' }).fit([[1]])).toThrow(
      "fillValue must be a number for the numbers of column 0, not 'x'",
    );
    expect(() => new SimpleImputer({ missingValues: -1 }).fit([[-1], [Number.NaN]])).toThrow(
      'X has NaN at row 1, column 0, and missingValues is -1',
    );
    expect(() => new SimpleImputer().fit([[1]]).transform([['a']])).toThrow(
      'X has words in column 0, where fit saw numbers',
    );
  });
});

describe('KNNImputer', () => {
  fuzz.prop([integer({ min: 0, max: 500 }), integer({ min: 1, max: 9 })])(
    'agrees with looking at all pairs',
    (seed, k) => {
      const rng = new Rng(seed);
      const X = Array.from({ length: 25 }, () =>
        Array.from({ length: 3 }, () => (rng.random() < 0.3 ? Number.NaN : rng.normal())),
      );
      const found = toTypedArray(new KNNImputer({ nNeighbors: k, keepEmptyFeatures: true }).fitTransform(X));
      const naive = X.flatMap((row) =>
        row.map((value, j) => {
          if (!Number.isNaN(value)) return value;
          const donors = X.filter((donor) => !Number.isNaN(donor[j])).map((donor) => {
            const steps = donor.map((each, f) => (each - row[f]) ** 2).filter((step) => !Number.isNaN(step));
            return { distance: (steps.reduce((a, b) => a + b, 0) * 3) / steps.length, value: donor[j] };
          });
          const near = donors.filter(({ distance }) => !Number.isNaN(distance)).sort((a, b) => a.distance - b.distance);
          const chosen = near.length === 0 ? donors : near.slice(0, k);
          return chosen.reduce((sum, donor) => sum + donor.value, 0) / chosen.length;
        }),
      );
      expectClose(found, naive, 1e-12);
    },
  );

  test('of a sample without any value the mean of each feature', () => {
    const imputer = new KNNImputer({ nNeighbors: 1 }).fit([
      [1, 2],
      [3, 6],
      [Number.NaN, 10],
    ]);
    expect(imputer.transform([[Number.NaN, Number.NaN]]).toArray()).toEqual([[2, 6]]);
  });

  test('with weights, samples at distance 0 alone decide', () => {
    const imputer = new KNNImputer({ nNeighbors: 3, weights: 'distance' }).fit([
      [1, 2],
      [1, 4],
      [2, 90],
    ]);
    expect(imputer.transform([[1, Number.NaN]]).toArray()).toEqual([[1, 3]]);
  });
});

describe('MissingIndicator', () => {
  test('refuses what is missing for the first time', () => {
    const indicator = new MissingIndicator().fit([
      [1, Number.NaN],
      [2, 3],
    ]);
    expect(() => indicator.transform([[Number.NaN, 1]])).toThrow(
      'X misses values in column 0, where fit saw none missing',
    );
    indicator.setParams({ errorOnNew: false });
    expect(indicator.transform([[Number.NaN, 1]]).toArray()).toEqual([[0]]);
  });

  test('takes words', () => {
    expect(new MissingIndicator({ features: 'all' }).fitTransform(words).toArray()).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 0],
      [1, 0],
    ]);
  });
});
