import { Rng } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { dataset } from '../fixture.testing.ts';
import { neighborIndex, withinRadius } from '../neighbors/neighbor-index.ts';
import { describeParity } from '../parity.testing.ts';
import { DBSCAN } from './dbscan.ts';
import { clustersOfLists } from './density-clusters.ts';
import { clustersOnGrid } from './density-grid.ts';

describeParity('dbscan', { DBSCAN });

describe('the grid finds what lists of neighbours find', () => {
  test.each([
    [300, 1, 0.05, 3],
    [400, 2, 0.3, 5],
    [400, 2, 0.02, 2],
    [400, 3, 0.6, 8],
    [200, 2, 50, 4],
    [200, 3, 0.5, 1],
  ])('%i samples, %i features, eps %f, %i neighbours', (n, features, eps, minSamples) => {
    const rng = new Rng(n + features);
    // Rounded, so that many distances are eps to the last digit, or near.
    const x = rng.fillNormal(new Float64Array(n * features)).map((value) => Math.round(value * 20) / 20);
    const params = { algorithm: 'brute', metric: 'euclidean', leafSize: 30, p: 2, nJobs: null } as const;
    const lists = withinRadius(neighborIndex('test', { samples: x, features }, params), null, eps);
    const uneven = rng.fillRandom(new Float64Array(n)).map((w) => 2 * w);
    for (const weights of [null, uneven])
      expect(clustersOnGrid(x, features, { eps, minSamples, weights })).toEqual(
        clustersOfLists(lists, minSamples, weights),
      );
  });

  test('samples spread over too many cells are not put on a grid', () => {
    expect(clustersOnGrid(Float64Array.of(0, 1e12), 1, { eps: 1e-3, minSamples: 1, weights: null })).toBeNull();
    expect(new DBSCAN({ eps: 1e-3, minSamples: 1 }).fitPredict([[0], [1e12]]).toArray()).toEqual([0, 1]);
  });
});

describe('DBSCAN', () => {
  test('two half moons are told apart, which no centre could do', () => {
    const { X, y } = dataset('moons');
    const labels = new DBSCAN({ eps: 0.25 }).fitPredict(X).toArray() as number[];
    const inClusters = labels.map((label, i) => [label, y[i]]).filter(([label]) => label >= 0);
    expect(inClusters.length).toBeGreaterThan(90);
    // Every cluster lies in one moon.
    expect(new Set(inClusters.map(String)).size).toBe(new Set(inClusters.map(([label]) => label)).size);
  });

  test('a sample between two clusters belongs to the one that began first', () => {
    const X = [[0], [0.25], [0.5], [1.5], [2.5], [2.75], [3]];
    expect(new DBSCAN({ eps: 1, minSamples: 4 }).fitPredict(X).toArray()).toEqual([0, 0, 0, 0, 1, 1, 1]);
    expect(new DBSCAN({ eps: 1, minSamples: 4 }).fitPredict([...X].reverse()).toArray()).toEqual([0, 0, 0, 0, 1, 1, 1]);
  });

  test('a heavy sample is a core sample by itself', () => {
    const model = new DBSCAN({ eps: 0.1, minSamples: 3 }).fit([[0], [5], [9]], null, { sampleWeight: [3, 1, 2] });
    expect(model.labels_.toArray()).toEqual([0, -1, -1]);
    expect(model.components_.toArray()).toEqual([[0]]);
  });
});
