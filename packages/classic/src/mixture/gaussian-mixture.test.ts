import { test as fuzz } from '@fast-check/vitest';
import { Rng, type Tensor, toTypedArray } from '@ml/tensor';
import { constantFrom, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset, expectClose, type Nested } from '../fixture.testing.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { GaussianMixture } from './gaussian-mixture.ts';

describeParity('mixture', { GaussianMixture });

/** Normal rows around each of the centres. */
function around(centres: number[][], each: number, seed: number): number[][] {
  const rng = new Rng(seed);
  return centres.flatMap((centre) => Array.from({ length: each }, () => centre.map((value) => value + rng.normal())));
}

const types = ['full', 'tied', 'diag', 'spherical'] as const;

describe('GaussianMixture', () => {
  fuzz.prop([integer({ min: 0, max: 1000 }), constantFrom(...types), integer({ min: 1, max: 4 })], { numRuns: 30 })(
    'shares sum to 1, the likelihood never falls, precisions invert covariances',
    (seed, covarianceType, nComponents) => {
      const X = around(
        [
          [0, 0],
          [3, 1],
          [-2, 4],
        ],
        15,
        seed,
      );
      const params = { nComponents, covarianceType, randomState: seed, regCovar: 1e-3, tol: 0 };
      const mixture = new GaussianMixture({ ...params, maxIter: 1 }).fit(X);
      let before = Number.NEGATIVE_INFINITY;
      for (const maxIter of [1, 2, 5, 20]) {
        const found = new GaussianMixture({ ...params, maxIter }).fit(X).lowerBound_;
        // regCovar is no part of the likelihood, so that it may fall by about as much.
        expect(found).toBeGreaterThanOrEqual(before - 1e-3);
        before = found;
      }
      const ones = mixture.predictProba(X).sum({ axis: 1 });
      expectClose(ones, new Array(45).fill(1), 1e-12);
      expectClose(mixture.weights_.sum(), 1, 1e-12);
      const [C, P] = [mixture.covariances_, mixture.precisions_];
      if (covarianceType === 'diag' || covarianceType === 'spherical')
        expectClose(C.mul(P).reshape([C.size]) as Tensor, new Array(C.size).fill(1), 1e-12);
      else {
        const product = C.matmul(P as never) as Tensor;
        const identity = [
          [1, 0],
          [0, 1],
        ];
        expectClose(product, covarianceType === 'tied' ? identity : new Array(nComponents).fill(identity), 1e-9);
      }
    },
  );

  test.each(types)('finds well separated components from any start: %s', (covarianceType) => {
    const X = around(
      [
        [0, 0],
        [30, 0],
        [0, 30],
      ],
      40,
      5,
    );
    for (const initParams of ['kmeans', 'k-means++', 'random_from_data'] as const)
      for (let seed = 0; seed < 4; seed++) {
        const params = { nComponents: 3, covarianceType, initParams, randomState: seed, nInit: 6 };
        const mixture = new GaussianMixture(params).fit(X);
        const labels = toTypedArray(mixture.predict(X));
        const groups = [0, 40, 80].map((start) => new Set(labels.slice(start, start + 40)));
        expect(groups.map((group) => group.size)).toEqual([1, 1, 1]);
        expect(new Set(groups.map((group) => [...group][0])).size).toBe(3);
        expect(mixture.converged_).toBe(true);
        expectClose(mixture.weights_, [1 / 3, 1 / 3, 1 / 3], 0.01);
      }
  });

  test('the density is that of its formula', () => {
    const { X } = dataset('blobs');
    const mixture = new GaussianMixture({ nComponents: 2, covarianceType: 'diag', randomState: 0 }).fit(X);
    const [w, m, v] = [mixture.weights_, mixture.means_, mixture.covariances_].map((t) => t.toArray());
    const density = ([x, y]: number[]): number =>
      [0, 1].reduce((sum, c) => {
        const [[mx, my], [vx, vy]] = [(m as number[][])[c], (v as number[][])[c]];
        const exponent = (x - mx) ** 2 / vx + (y - my) ** 2 / vy;
        return sum + ((w as number[])[c] * Math.exp(-exponent / 2)) / (2 * Math.PI * Math.sqrt(vx * vy));
      }, 0);
    expectClose(
      mixture.scoreSamples(X),
      X.map((row) => Math.log(density(row))),
      1e-12,
    );
  });

  test('more starts are never worse, and the same seed gives the same bits', () => {
    const { X } = dataset('moons');
    const fit = (nInit: number) =>
      new GaussianMixture({ nComponents: 4, initParams: 'random', randomState: 3, nInit, tol: 1e-5, maxIter: 300 }).fit(
        X,
      );
    expect(fit(5).lowerBound_).toBeGreaterThanOrEqual(fit(1).lowerBound_);
    expect(toTypedArray(fit(2).means_)).toEqual(toTypedArray(fit(2).means_));
  });

  test.each(types)('samples have the moments of the density: %s', (covarianceType) => {
    const X = around(
      [
        [0, 0],
        [8, 2],
      ],
      60,
      1,
    ).map(([a, b]) => [a + b, b]);
    const mixture = new GaussianMixture({ nComponents: 2, covarianceType, randomState: 0 }).fit(X);
    const { X: drawn, y } = mixture.sample(20_000);
    const labels = Array.from(toTypedArray(y));
    expect([...labels].sort()).toEqual(labels);
    expectClose(drawn.mean({ axis: 0 }), mixture.weights_.matmul(mixture.means_).toArray() as Nested, 0.05);
    const again = new GaussianMixture({ nComponents: 2, covarianceType, randomState: 0 }).fit(drawn);
    expectClose(again.covariances_.sum(), mixture.covariances_.sum().toArray() as Nested, 0.05);
  });

  test('equal samples and a constant feature are held up by regCovar', () => {
    const mixture = new GaussianMixture({ regCovar: 0.01 }).fit([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expectClose(
      mixture.covariances_,
      [
        [
          [0.01, 0],
          [0, 0.01],
        ],
      ],
      1e-12,
    );
    expect(() =>
      new GaussianMixture({ regCovar: 0 }).fit([
        [0, 2],
        [0, 3],
      ]),
    ).toThrow('increase regCovar');
  });

  test('errors name parameter and value', () => {
    const X = [
      [1, 2],
      [3, 4],
      [4, 4],
    ];
    expect(() => new GaussianMixture({ nComponents: 4 }).fit(X)).toThrow(
      'X has 3 samples, fewer than the 4 components',
    );
    expect(() => new GaussianMixture({ covarianceType: 'round' as never }).fit(X)).toThrow(
      "covarianceType must be one of 'full'",
    );
    const wrong = { nComponents: 2, weightsInit: [0.5, 0.6] };
    expect(() => new GaussianMixture(wrong).fit(X)).toThrow('weightsInit must be weights ≥ 0 of sum 1, not [0.5, 0.6]');
    expect(() => new GaussianMixture({ nComponents: 2, meansInit: [[1, 2]] }).fit(X)).toThrow(
      'meansInit must be numbers of shape [2, 2]',
    );
    const negative = {
      nComponents: 1,
      precisionsInit: [
        [
          [1, 2],
          [2, 1],
        ],
      ],
    };
    expect(() => new GaussianMixture(negative).fit(X)).toThrow('precisionsInit must be positive definite');
  });

  test('leaves nothing behind', () => {
    const { X } = dataset('blobs');
    expectNoLeak(() => new GaussianMixture({ nComponents: 3, randomState: 0, maxIter: 5 }).fit(X).predictProba(X));
  });
});
