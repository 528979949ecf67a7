// Neighbours by looking at every sample: for metrics that no tree can bound, and what faster ways are tested against.
import type { PairCollector } from './flat-lists.ts';
import { type Metric, writeBlock } from './metric.ts';
import { isFarther, replaceFarthest } from './nearest-heap.ts';
import type { QueryRows } from './tree-search.ts';

/** Samples looked at together: few enough that they stay in the first cache for all queries of a block. */
const blockRows = 256;

/** As `nearestInTree`. @shape points [N, F] */
export function nearestByScan(
  keys: Float64Array,
  ids: Int32Array,
  size: number,
  points: Float64Array,
  features: number,
  metric: Metric,
  { data, from, to }: QueryRows,
): void {
  const n = points.length / features;
  const near = new Float64Array(blockRows);
  const block = new Float64Array(blockRows * features);
  for (let start = 0; start < n; start += blockRows) {
    const end = Math.min(n, start + blockRows);
    writeBlock(block, 0, points, start, end, features);
    for (let query = from; query < to; query++) {
      const base = (query - from) * size;
      metric.keys(near, data, query, block, 0, end - start, features);
      for (let i = 0; i < end - start; i++) {
        if (near[i] <= keys[base] && isFarther(keys, ids, base, near[i], start + i))
          replaceFarthest(keys, ids, base, size, near[i], start + i);
      }
    }
  }
}

/** As `withinInTree`. @shape points [N, F] */
export function withinByScan(
  pairs: PairCollector,
  limit: number,
  points: Float64Array,
  features: number,
  metric: Metric,
  { data, from, to }: QueryRows,
): void {
  const n = points.length / features;
  const near = new Float64Array(blockRows);
  const block = new Float64Array(blockRows * features);
  for (let start = 0; start < n; start += blockRows) {
    const end = Math.min(n, start + blockRows);
    writeBlock(block, 0, points, start, end, features);
    for (let query = from; query < to; query++) {
      metric.keys(near, data, query, block, 0, end - start, features);
      for (let i = 0; i < end - start; i++) if (near[i] <= limit) pairs.add(query - from, start + i, near[i]);
    }
  }
}
