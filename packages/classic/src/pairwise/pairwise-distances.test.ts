import { test as fuzz } from '@fast-check/vitest';
import { Rng, tensor, toTypedArray } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, fixture, type Nested } from '../fixture.testing.ts';
import { expectNoLeak } from '../parity.testing.ts';
import { cosineDistances } from './cosine-distances.ts';
import { cosineSimilarity } from './cosine-similarity.ts';
import { euclideanDistances } from './euclidean-distances.ts';
import { manhattanDistances } from './manhattan-distances.ts';
import { nanEuclideanDistances } from './nan-euclidean-distances.ts';
import { type DistanceName, distanceNames, pairwiseDistances } from './pairwise-distances.ts';

interface DistanceCase {
  readonly metric: DistanceName;
  readonly options: { p?: number };
  readonly data: string;
  readonly rows: number;
  readonly others: number | null;
  readonly result: Nested;
}

const { cases } = fixture<{ cases: DistanceCase[] }>('pairwise');

// scikit-learn computes |x|² + |y|² − 2x·y as it is: close pairs of large samples lose digits there, not here.
test.each(cases)('$metric of $rows rows of $data (to $others others) agrees with scikit-learn', (each) => {
  const X = dataset(each.data).X.slice(0, each.rows);
  const Y = each.others === null ? null : X.slice(0, each.others);
  const found = pairwiseDistances(X, Y, { metric: each.metric, ...each.options });
  const imprecise = ['euclidean', 'cosine', 'nan_euclidean'].includes(each.metric);
  expectClose(found, each.result, imprecise ? 1e-7 : 1e-12, each.metric);
});

const samples = (seed: number, n: number, f: number): number[][] => {
  const rng = new Rng(seed);
  return Array.from({ length: n }, () => Array.from({ length: f }, () => rng.normal(100, 1)));
};

const naive = (X: number[][], Y: number[][]): number[][] =>
  X.map((x) => Y.map((y) => Math.sqrt(x.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0))));

describe('euclideanDistances', () => {
  fuzz.prop([integer({ min: 0 }), integer({ min: 1, max: 25 })])(
    'are those of the differences, also far from 0',
    (seed, f) => {
      const [X, Y] = [samples(seed, 7, f), samples(seed + 1, 5, f)];
      expectClose(euclideanDistances(X, Y), naive(X, Y), 1e-13);
      expectClose(euclideanDistances(X), naive(X, X), 1e-13);
    },
  );

  test('of points 1e-9 apart keep their digits', () => {
    const X = samples(1, 4, 20);
    const Y = X.map((row) => row.map((value, k) => (k === 3 ? value + 2 ** -30 : value)));
    const distances = toTypedArray(euclideanDistances(X, Y));
    for (let i = 0; i < 4; i++) expect(distances[i * 5]).toBe(2 ** -30);
  });

  test('keep the order of a metric: symmetric, 0 to itself, no detour is shorter', () => {
    const X = samples(5, 12, 30);
    const D = euclideanDistances(X).toArray() as number[][];
    for (let i = 0; i < 12; i++)
      for (let j = 0; j < 12; j++) {
        expect(D[i][j]).toBe(D[j][i]);
        for (let k = 0; k < 12; k++) expect(D[i][j]).toBeLessThanOrEqual((D[i][k] + D[k][j]) * (1 + 1e-12));
      }
    expect(D.every((row, i) => row[i] === 0)).toBe(true);
  });
});

test('minkowski goes over into its neighbours', () => {
  const X = samples(3, 6, 5);
  const by = (p: number) => pairwiseDistances(X, null, { metric: 'minkowski', p });
  expectClose(by(1), manhattanDistances(X).toArray() as Nested, 1e-15);
  expectClose(by(2), euclideanDistances(X).toArray() as Nested, 1e-14);
  expectClose(by(Infinity), pairwiseDistances(X, null, { metric: 'chebyshev' }).toArray() as Nested, 1e-15);
});

test('a function of your own sees the samples', () => {
  const X = samples(3, 6, 5);
  const metric = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, k) => sum + Math.abs(value - y[k]), 0);
  expectClose(pairwiseDistances(X, null, { metric }), manhattanDistances(X).toArray() as Nested, 1e-14);
});

describe('special cases', () => {
  test('a row of zeros is similar to nothing', () => {
    expect(cosineSimilarity([[0, 0]], [[1, 2]]).toArray()).toEqual([[0]]);
    expect(cosineDistances([[0, 0]]).toArray()).toEqual([[0]]);
  });

  test('missing values: scaled up; NaN where nothing is in common', () => {
    const X = [
      [NaN, 2],
      [1, NaN],
      [NaN, NaN],
      [3, 5],
    ];
    expect(nanEuclideanDistances(X, null, { squared: true }).toArray()).toEqual([
      [0, NaN, NaN, 18],
      [NaN, 0, NaN, 8],
      [NaN, NaN, NaN, NaN],
      [18, 8, NaN, 0],
    ]);
  });

  test('precomputed distances are looked at and copied', () => {
    const D = tensor([
      [0, 1],
      [1, 0],
    ]);
    expect(pairwiseDistances(D, null, { metric: 'precomputed' }).toArray()).toEqual(D.toArray());
    const precomputed = (X: number[][]) => () => pairwiseDistances(X, null, { metric: 'precomputed' });
    expect(precomputed([[1, 2]])).toThrow('precomputed distances must be a square matrix');
    expect(precomputed([[-1]])).toThrow('the distance -1 at row 0 is negative');
  });
});

test.each(distanceNames)('%s leaves nothing behind', (metric) => {
  const X = tensor([
    [0, 1],
    [1, 0],
  ]);
  expectNoLeak(() => pairwiseDistances(X, null, { metric }));
});

test('refuses what does not fit', () => {
  expect(() => euclideanDistances([[1, 2]], [[1]])).toThrow('X has 2 features, Y has 1');
  expect(() => pairwiseDistances([[1]], null, { metric: 'taxi' as never })).toThrow(
    "metric must be one of 'braycurtis'",
  );
  expect(() => pairwiseDistances([[1]], null, { metric: 'minkowski', p: 0.5 })).toThrow('p must be ≥ 1, not 0.5');
  expect(() => pairwiseDistances([[NaN]])).toThrow('X has NaN at row 0, column 0');
});
