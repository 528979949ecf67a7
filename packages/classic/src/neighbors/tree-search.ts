// Neighbours by way of a tree: nodes that cannot hold one are passed over.
import { ballKeys } from './ball-tree.ts';
import type { PairCollector } from './flat-lists.ts';
import { boxKeys } from './kd-tree.ts';
import type { Metric } from './metric.ts';
import { isFarther, replaceFarthest } from './nearest-heap.ts';
import type { ChildKeys, SpaceTree } from './space-tree.ts';

/** Rows `from` … `to` of [N, F]. */
export interface QueryRows {
  readonly data: Float64Array;
  readonly from: number;
  readonly to: number;
}

function childKeys(tree: SpaceTree, metric: Metric): ChildKeys {
  return tree.kind === 'kd_tree' ? boxKeys(metric.p) : ballKeys(metric);
}

/** A walk holds at most one node a level aside. */
const deepest = 64;

/**
 * The k nearest of every query, the nearer child first (Friedman, Bentley & Finkel 1977).
 *
 * @param keys heaps of `size`, one per query of `rows`, as `clearHeaps` leaves them
 */
export function nearestInTree(
  keys: Float64Array,
  ids: Int32Array,
  size: number,
  tree: SpaceTree,
  metric: Metric,
  { data, from, to }: QueryRows,
): void {
  const bound = childKeys(tree, metric);
  const bounds = new Float64Array(2);
  const { points, order, starts, ends, firstLeaf, features } = tree;
  const aside = new Int32Array(deepest);
  const asideKeys = new Float64Array(deepest);
  const near = new Float64Array(widestLeaf(tree));
  for (let query = from; query < to; query++) {
    const base = (query - from) * size;
    let top = 1;
    aside[0] = 0;
    asideKeys[0] = 0;
    while (top > 0) {
      let node = aside[--top];
      if (asideKeys[top] > keys[base]) continue;
      while (node < firstLeaf) {
        bound(bounds, tree, node, data, query);
        const nearer = bounds[0] <= bounds[1] ? 0 : 1;
        const other = bounds[1 - nearer];
        if (other <= keys[base]) {
          aside[top] = 2 * node + 2 - nearer;
          asideKeys[top++] = other;
        }
        node = 2 * node + 1 + nearer;
      }
      const start = starts[node];
      const count = ends[node] - start;
      metric.keys(near, data, query, points, start * features, count, features);
      for (let i = 0; i < count; i++) {
        const key = near[i];
        if (key <= keys[base] && isFarther(keys, ids, base, key, order[start + i]))
          replaceFarthest(keys, ids, base, size, key, order[start + i]);
      }
    }
  }
}

/** Every pair of a query of `rows`, counted from 0, and a sample whose key is at most `limit`. */
export function withinInTree(
  pairs: PairCollector,
  limit: number,
  tree: SpaceTree,
  metric: Metric,
  { data, from, to }: QueryRows,
): void {
  const bound = childKeys(tree, metric);
  const bounds = new Float64Array(2);
  const { points, order, starts, ends, firstLeaf, features } = tree;
  const aside = new Int32Array(deepest);
  const near = new Float64Array(widestLeaf(tree));
  for (let query = from; query < to; query++) {
    let top = 1;
    aside[0] = 0;
    while (top > 0) {
      const node = aside[--top];
      if (node < firstLeaf) {
        bound(bounds, tree, node, data, query);
        if (bounds[1] <= limit) aside[top++] = 2 * node + 2;
        if (bounds[0] <= limit) aside[top++] = 2 * node + 1;
        continue;
      }
      const start = starts[node];
      const count = ends[node] - start;
      metric.keys(near, data, query, points, start * features, count, features);
      for (let i = 0; i < count; i++) if (near[i] <= limit) pairs.add(query - from, order[start + i], near[i]);
    }
  }
}

function widestLeaf({ starts, ends, firstLeaf }: SpaceTree): number {
  let most = 0;
  for (let node = firstLeaf; node < starts.length; node++) most = Math.max(most, ends[node] - starts[node]);
  return most;
}
