// Neighbours by the squared distance, found in single precision and then looked at exactly.
import { tidy } from '@ml/tensor';
import { type NeighborLists, PairCollector } from './flat-lists.ts';
import { GramFilter } from './gram-filter.ts';
import { metricOf } from './metric.ts';
import { clearHeaps, isFarther, nearestOfHeaps, replaceFarthest } from './nearest-heap.ts';
import type { Nearest, NeighborIndex } from './neighbor-index.ts';

/** Products of a query and a sample for which a matrix product pays. */
const gramWork = 1 << 16;

function filterFor(index: NeighborIndex, rows: Float64Array): GramFilter | null {
  const { structure, metric, p, features, points } = index;
  const { name } = metricOf(metric, p);
  const squared = name === 'euclidean' || name === 'cosine';
  const pays = (points.length / features) * (rows.length / features) >= gramWork;
  return structure === 'brute' && squared && pays ? GramFilter.of(points, rows, features) : null;
}

/** Squared distance of unit vectors for 1 − cos of the angle between them. */
function squareFactor({ metric }: NeighborIndex): number {
  return metric === 'cosine' ? 2 : 1;
}

/** `kNearest` where the filter helps; otherwise null. */
export function nearestByGram(index: NeighborIndex, rows: Float64Array, k: number): Nearest | null {
  return tidy(() => {
    const filter = filterFor(index, rows);
    if (filter === null) return null;
    const { features, points } = index;
    const metric = metricOf(index.metric, index.p);
    const factor = squareFactor(index);
    const keys = new Float64Array((rows.length / features) * k);
    const indices = new Int32Array(keys.length);
    const keyOf = metric.name === 'cosine' ? cosineKey : squaredKey;
    clearHeaps(keys, indices);
    filter.scan(
      (query) => factor * keys[query * k],
      (query, sample) => {
        const key = keyOf(rows, query * features, points, sample * features, features);
        if (isFarther(keys, indices, query * k, key, sample)) replaceFarthest(keys, indices, query * k, k, key, sample);
      },
    );
    return nearestOfHeaps(keys, indices, k, metric.toDistance);
  });
}

/** `withinRadius` where the filter helps; otherwise null. */
export function withinByGram(index: NeighborIndex, rows: Float64Array, limit: number): NeighborLists | null {
  return tidy(() => {
    const filter = filterFor(index, rows);
    if (filter === null) return null;
    const { features, points } = index;
    const metric = metricOf(index.metric, index.p);
    const largest = squareFactor(index) * limit;
    const pairs = new PairCollector();
    const keyOf = metric.name === 'cosine' ? cosineKey : squaredKey;
    filter.scan(
      () => largest,
      (query, sample) => {
        const key = keyOf(rows, query * features, points, sample * features, features);
        if (key <= limit) pairs.add(query, sample, key);
      },
    );
    return pairs.lists(rows.length / features, metric.toDistance);
  });
}

// As the kernels of `metricOf`, to the last bit, for one pair at a time.

function squaredKey(a: Float64Array, atA: number, b: Float64Array, atB: number, features: number): number {
  let key = 0;
  for (let j = 0; j < features; j++) {
    const difference = a[atA + j] - b[atB + j];
    key += difference * difference;
  }
  return key;
}

function cosineKey(a: Float64Array, atA: number, b: Float64Array, atB: number, features: number): number {
  let product = 0;
  for (let j = 0; j < features; j++) product += a[atA + j] * b[atB + j];
  return Math.min(2, Math.max(0, 1 - product));
}
