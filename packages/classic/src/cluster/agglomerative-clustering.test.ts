import { test as fuzz } from '@fast-check/vitest';
import { Rng } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataset } from '../fixture.testing.ts';
import { describeParity } from '../parity.testing.ts';
import { AgglomerativeClustering } from './agglomerative-clustering.ts';
import { leavesOf } from './cut-tree.ts';
import { type Linkage, linkageTree } from './linkage.ts';
import { plotDendrogram } from './plot-dendrogram.ts';

describeParity('agglomerative', { AgglomerativeClustering });

/** Merges the two nearest clusters by looking at all pairs of samples each time. */
function naiveDistances(x: Float64Array, features: number, linkage: Exclude<Linkage, 'ward'>): number[] {
  const n = x.length / features;
  const between = (a: number, b: number): number => {
    let sum = 0;
    for (let j = 0; j < features; j++) sum += (x[a * features + j] - x[b * features + j]) ** 2;
    return Math.sqrt(sum);
  };
  const apart = (one: number[], other: number[]): number => {
    const all = one.flatMap((a) => other.map((b) => between(a, b)));
    if (linkage === 'average') return all.reduce((a, b) => a + b) / all.length;
    return linkage === 'single' ? Math.min(...all) : Math.max(...all);
  };
  let clusters = Array.from({ length: n }, (_, i) => [i]);
  const distances: number[] = [];
  while (clusters.length > 1) {
    let best = { a: 0, b: 1, distance: Number.POSITIVE_INFINITY };
    for (let a = 0; a < clusters.length; a++)
      for (let b = a + 1; b < clusters.length; b++) {
        const distance = apart(clusters[a], clusters[b]);
        if (distance < best.distance) best = { a, b, distance };
      }
    distances.push(best.distance);
    const union = [...clusters[best.a], ...clusters[best.b]];
    clusters = [...clusters.filter((_, i) => i !== best.a && i !== best.b), union];
  }
  return distances;
}

describe('linkageTree', () => {
  describe.each(['single', 'complete', 'average'] as const)('%s', (linkage) => {
    fuzz.prop([integer({ min: 0, max: 500 })], { numRuns: 15 })(
      'merges at the distances of the plain algorithm',
      (seed) => {
        const x = new Rng(seed).fillNormal(new Float64Array(24));
        const { distances } = linkageTree(x, 2, linkage, 'euclidean');
        naiveDistances(x, 2, linkage).forEach((distance, i) => void expect(distances[i]).toBeCloseTo(distance, 12));
      },
    );
  });

  test('the square of the last ward distances is twice the variance that is lost', () => {
    const { children, distances } = linkageTree(Float64Array.of(0, 1, 8, 9.5), 1, 'ward', 'euclidean');
    expect([...children]).toEqual([0, 1, 2, 3, 4, 5]);
    // Means 0.5 and 8.75, two samples each: 2·2·2/4 · 8.25².
    expect(distances[2] ** 2).toBeCloseTo(2 * 8.25 ** 2, 12);
  });
});

describe('AgglomerativeClustering', () => {
  test.each([1, 2, 5, 80])('%i clusters are asked for and found', (nClusters) => {
    const { X } = dataset('regression');
    const labels = new AgglomerativeClustering({ nClusters }).fitPredict(X).toArray() as number[];
    expect(new Set(labels).size).toBe(nClusters);
  });

  test('what is farther apart than the threshold is not merged', () => {
    const X = [[0], [1], [8], [9.5]];
    const counts = [0.5, 1, 1.1, 1.6, 100].map(
      (distanceThreshold) =>
        new AgglomerativeClustering({ nClusters: null, distanceThreshold, linkage: 'single' }).fit(X).nClusters_,
    );
    expect(counts).toEqual([4, 4, 3, 2, 1]);
  });

  test('either the number of clusters or the threshold is given', () => {
    expect(() => new AgglomerativeClustering({ distanceThreshold: 1 }).fit([[1], [2]])).toThrow(
      'AgglomerativeClustering: nClusters must be null exactly where distanceThreshold is not, not 2',
    );
    expect(() => new AgglomerativeClustering({ metric: 'manhattan' }).fit([[1], [2]])).toThrow(
      "AgglomerativeClustering: metric must be 'euclidean' for ward linkage, not 'manhattan'",
    );
  });
});

describe('plotDendrogram', () => {
  const model = new AgglomerativeClustering({ nClusters: 3 }).fit(dataset('blobs').X.slice(0, 20));

  test('has a bracket for each merge and a name for each sample, none of them over another', () => {
    const labels = Array.from({ length: 20 }, (_, i) => `sample <${i}>`);
    const svg = plotDendrogram(model, { labels, title: 'Blobs & co' });
    expect(svg.match(/<path d="M[^"]*V[^"]*H[^"]*V/g)).toHaveLength(19);
    const places = [
      ...svg.matchAll(/translate\(([\d.]+) [\d.]+\) rotate\(-90\)" x="0" y="4" text-anchor="end">sample &lt;(\d+)>/g),
    ];
    const order = leavesOf(model.children_.toTypedArray() as Int32Array, 20, 38);
    expect(places.map(([, , name]) => Number(name))).toEqual(order);
    expect(new Set(places.map(([, x]) => x)).size).toBe(20);
    expect(svg).toContain('Blobs &amp; co');
  });

  test('names of another number are refused', () => {
    expect(() => plotDendrogram(model, { labels: ['a'] })).toThrow(
      "plotDendrogram: labels must be 20 names, not ['a']",
    );
  });
});
