import { Rng, type Tensor, tensor, tidy, toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { values } from '../base/values.ts';
import { dataset, fixture } from '../fixture.testing.ts';
import { describeParity } from '../parity.testing.ts';
import { noRealData, realDataset } from '../real-data.testing.ts';
import { elkan } from './elkan.ts';
import { KMeans } from './k-means.ts';
import { kMeansPlusPlus } from './k-means-plus-plus.ts';
import { lloyd } from './lloyd.ts';
import { MiniBatchKMeans } from './mini-batch-k-means.ts';
import { NearestCentre, squaredDistance } from './nearest-centre.ts';

describeParity('k-means', { KMeans });

function drawn(n: number, d: number, seed: number): Tensor<[number, number]> {
  return tensor(new Rng(seed).fillNormal(new Float64Array(n * d))).reshape([n, d]) as unknown as Tensor<
    [number, number]
  >;
}

describe('NearestCentre', () => {
  test.each([
    [1, 1, 1],
    [7, 3, 2],
    [1030, 5, 9],
    [515, 4, 13],
  ])('%i samples of %i features, %i centres: as one by one', (n, d, k) => {
    tidy(() => {
      const x = drawn(n, d, n);
      const centres = new Rng(k).fillNormal(new Float64Array(k * d));
      const w = new Rng(1).fillRandom(new Float64Array(n));
      const nearest = new NearestCentre(x, tensor(w), k, { sums: true });
      expect(nearest.assign(centres)).toBe(n);
      const sums = new Float64Array(k * d);
      const totals = new Float64Array(k);
      for (let i = 0; i < n; i++) {
        const distances = Array.from({ length: k }, (_, c) => squaredDistance(values(x), i * d, centres, c * d, d));
        const label = distances.indexOf(Math.min(...distances));
        expect(nearest.labels[i]).toBe(label);
        totals[label] += w[i];
        for (let j = 0; j < d; j++) sums[label * d + j] += w[i] * values(x)[i * d + j];
      }
      const found = nearest.clusterSums();
      sums.forEach((sum, i) => void expect(found.sums[i]).toBeCloseTo(sum, 10));
      totals.forEach((total, i) => void expect(found.totals[i]).toBeCloseTo(total, 10));
      expect(nearest.assign(centres)).toBe(0);
    });
  });

  test.each([
    [2000, 3, 7],
    [1500, 8, 1],
    [700, 2, 300],
  ])('%i samples of %i features, %i centres: bounds change no label while centres move', (n, d, k) => {
    tidy(() => {
      const rng = new Rng(n);
      const x = drawn(n, d, k);
      const [bounded, plain] = [true, false].map((bounds) => new NearestCentre(x, null, k, { sums: true, bounds }));
      let centres = rng.fillNormal(new Float64Array(k * d));
      for (let round = 0; round < 25; round++) {
        expect(bounded.assign(centres)).toBe(plain.assign(centres));
        expect(bounded.labels).toEqual(plain.labels);
        expect(bounded.clusterSums()).toEqual(plain.clusterSums());
        const { sums, totals } = plain.clusterSums();
        // One that jumps now and then, as one that ran empty does.
        centres = centres.map((value, i) =>
          totals[Math.floor(i / d)] > 0 ? sums[i] / totals[Math.floor(i / d)] : value,
        );
        if (round % 9 === 4) centres.set(values(x).subarray(0, d), 0);
      }
    });
  });

  test('of equally near centres the first is taken, also across vectors', () => {
    tidy(() => {
      const x = tensor(new Float64Array([0, 0, 0])).reshape([3, 1]) as unknown as Tensor<[number, number]>;
      const nearest = new NearestCentre(x, null, 6);
      nearest.assign(Float64Array.of(5, 3, 1, -1, 1, -1));
      expect([...nearest.labels]).toEqual([2, 2, 2]);
    });
  });
});

describe('KMeans', () => {
  test.each([2, 3, 11])('Elkan finds what Lloyd finds: %i clusters', (k) => {
    tidy(() => {
      const x = drawn(400, 3, k);
      const start = values(x).slice(0, 3 * k);
      const one = lloyd(x, null, start, { maxIter: 100, tol: 0 });
      const other = elkan(x, null, start, { maxIter: 100, tol: 0 });
      expect(other.labels).toEqual(one.labels);
      expect(other.iterations).toBe(one.iterations);
      expect(other.inertia).toBeCloseTo(one.inertia, 9);
    });
  });

  test('at the end every centre is the mean of its samples, and no other centre is nearer to them', () => {
    const { X } = dataset('regression');
    const model = new KMeans({ nClusters: 6, tol: 0, randomState: 1 }).fit(X);
    const labels = model.labels_.toTypedArray();
    const centres = model.clusterCenters_.toArray() as number[][];
    centres.forEach((centre, k) => {
      const own = X.filter((_, i) => labels[i] === k);
      centre.forEach((value, j) => {
        expect(value).toBeCloseTo(own.reduce((sum, row) => sum + row[j], 0) / own.length, 10);
      });
    });
    const nearest = toTypedArray(model.transform(X).argmin({ axis: 1 }) as Tensor);
    expect([...nearest]).toEqual([...labels]);
  });

  test('more starts are no worse', () => {
    const { X } = dataset('regression');
    const inertia = (nInit: number) =>
      new KMeans({ nClusters: 7, nInit, randomState: 5, init: 'random' }).fit(X).inertia_;
    expect(inertia(10)).toBeLessThanOrEqual(inertia(1));
  });

  test('fewer samples than clusters, and centres of another shape, are refused with both numbers', () => {
    expect(() => new KMeans({ nClusters: 3 }).fit([[1], [2]])).toThrow(
      'KMeans.fit: X has 2 samples for nClusters = 3; there must be one for each cluster (shape [2, 1])',
    );
    expect(() =>
      new KMeans({ nClusters: 2, init: [[1, 2]] }).fit([
        [1, 2],
        [3, 4],
      ]),
    ).toThrow('KMeans.fit: init has 1 centres of 2 features, 2 of 2 are needed (shapes [1, 2] and [2, 2])');
  });

  test('equal samples make fewer clusters than asked for, and no NaN', () => {
    const model = new KMeans({ nClusters: 3, randomState: 0 }).fit(Array.from({ length: 5 }, () => [2, 2]));
    expect(model.inertia_).toBe(0);
    expect(model.clusterCenters_.toArray()).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
  });

  test('k-means++ draws far samples: of two far groups it never begins in one alone', () => {
    const X = [
      ...Array.from({ length: 20 }, (_, i) => [i / 100]),
      ...Array.from({ length: 20 }, (_, i) => [1e6 + i / 100]),
    ];
    for (let seed = 0; seed < 20; seed++) {
      tidy(() => {
        const first = kMeansPlusPlus(tensor(X, { dtype: 'float64' }) as Tensor<[number, number]>, 2, new Rng(seed));
        expect([...first].map((i) => Math.floor(i / 20)).sort()).toEqual([0, 1]);
      });
    }
  });
});

describe.skipIf(noRealData !== null)('on digits, as good as scikit-learn', () => {
  const scores = noRealData === null ? fixture<Record<string, number[]>>('k-means-scores') : {};
  const mean = (list: readonly number[]) => list.reduce((a, b) => a + b) / list.length;
  /** Three standard errors of the difference of a mean of ten and one of forty: what chance explains. */
  const chance = (list: readonly number[]) =>
    3 * Math.sqrt(mean(list.map((x) => (x - mean(list)) ** 2)) * (1 / 10 + 1 / 40));

  test('KMeans over ten seeds', () => {
    const { X } = realDataset('digits');
    const ours = Array.from(
      { length: 10 },
      (_, seed) => new KMeans({ nClusters: 10, nInit: 1, randomState: seed }).fit(X).inertia_,
    );
    expect(mean(ours)).toBeLessThan(mean(scores.digits) + chance(scores.digits));
    expect(Math.min(...ours)).toBeLessThan(1.01 * Math.min(...scores.digits));
  });

  test('MiniBatchKMeans over ten seeds', () => {
    const { X } = realDataset('digits');
    const ours = Array.from(
      { length: 10 },
      (_, seed) => new MiniBatchKMeans({ nClusters: 10, batchSize: 256, randomState: seed }).fit(X).inertia_,
    );
    expect(mean(ours)).toBeLessThan(mean(scores.miniBatch) + chance(scores.miniBatch));
  });
});

describe('MiniBatchKMeans', () => {
  test('partialFit on batches comes near what fit finds on all', () => {
    const { X } = dataset('blobs');
    const whole = new KMeans({ nClusters: 4, randomState: 0 }).fit(X);
    const model = new MiniBatchKMeans({ nClusters: 4, randomState: 0 });
    for (let round = 0; round < 30; round++) model.partialFit(X.filter((_, i) => i % 4 === round % 4));
    expect(-model.score(X)).toBeLessThan(1.1 * whole.inertia_);
    expect(model.nSteps_).toBe(30);
  });
});
