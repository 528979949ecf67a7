// Samples cut in halves again and again: the layout that k-d trees and ball trees share.

/**
 * A complete binary tree in flat arrays: node i has the children 2i + 1 and 2i + 2 and holds the samples `order[starts[i]]` …
 * `order[ends[i]]`. All leaves are in the last level. What bounds two siblings lies side by side, feature by feature: it is
 * always asked for together.
 */
export interface SpaceTree {
  readonly kind: 'kd_tree' | 'ball_tree';
  readonly features: number;
  readonly order: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The first leaf; all nodes from there on are. */
  readonly firstLeaf: number;
  /** The samples of each leaf as a block of `KeyKernel`, at F · its start. */
  readonly points: Float64Array;
  /** Of each pair of siblings: the lower corners of their boxes (k-d tree), or their centres (ball tree). [pairs, F, 2] */
  readonly anchors: Float64Array;
  /** Of each pair of siblings: the upper corners [pairs, F, 2] (k-d tree), or their radii [pairs, 2] (ball tree). */
  readonly extents: Float64Array;
}

/** For both children of a node: a key that those of all their points reach. `out` has two places. */
export type ChildKeys = (out: Float64Array, tree: SpaceTree, parent: number, query: Float64Array, at: number) => void;

/** Where the rows of each node are; the rest of a tree is made of it. */
export type Partition = Omit<SpaceTree, 'kind' | 'anchors' | 'extents'>;

/**
 * Halves every node at the median of the feature in which it is widest, until leaves have `leafSize` to 2·leafSize samples.
 *
 * @complexity O(N·F·log(N / leafSize))
 */
export function partitionSamples(samples: Float64Array, features: number, leafSize: number): Partition {
  const n = samples.length / features;
  const levels = Math.floor(Math.log2(Math.max(1, (n - 1) / leafSize))) + 1;
  const firstLeaf = 2 ** (levels - 1) - 1;
  const nodes = 2 ** levels - 1;
  const starts = new Int32Array(nodes);
  const ends = new Int32Array(nodes);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const lower = new Float64Array(features);
  const upper = new Float64Array(features);
  ends[0] = n;
  for (let node = 0; node < firstLeaf; node++) {
    const [start, end] = [starts[node], ends[node]];
    const middle = start + ((end - start) >> 1);
    boxOf(lower, upper, samples, features, order, start, end);
    selectMedian(order, samples, features, widest(lower, upper), start, end, middle);
    starts[2 * node + 1] = start;
    ends[2 * node + 1] = middle;
    starts[2 * node + 2] = middle;
    ends[2 * node + 2] = end;
  }
  const points = new Float64Array(samples.length);
  for (let leaf = firstLeaf; leaf < nodes; leaf++) {
    const [start, end] = [starts[leaf], ends[leaf]];
    for (let i = start; i < end; i++) {
      for (let j = 0; j < features; j++)
        points[start * features + j * (end - start) + i - start] = samples[order[i] * features + j];
    }
  }
  return { features, points, order, starts, ends, firstLeaf };
}

function boxOf(
  lower: Float64Array,
  upper: Float64Array,
  samples: Float64Array,
  features: number,
  order: Int32Array,
  start: number,
  end: number,
): void {
  lower.fill(Number.POSITIVE_INFINITY);
  upper.fill(Number.NEGATIVE_INFINITY);
  for (let i = start; i < end; i++) {
    const row = order[i] * features;
    for (let j = 0; j < features; j++) {
      const value = samples[row + j];
      if (value < lower[j]) lower[j] = value;
      if (value > upper[j]) upper[j] = value;
    }
  }
}

function widest(lower: Float64Array, upper: Float64Array): number {
  let best = 0;
  for (let j = 1; j < lower.length; j++) if (upper[j] - lower[j] > upper[best] - lower[best]) best = j;
  return best;
}

/** Quickselect (Hoare 1961) with the median of three as pivot: none before `middle` is larger in the feature, none from it on smaller. */
function selectMedian(
  order: Int32Array,
  samples: Float64Array,
  features: number,
  feature: number,
  start: number,
  end: number,
  middle: number,
): void {
  let [left, right] = [start, end - 1];
  while (left < right) {
    const a = samples[order[left] * features + feature];
    const b = samples[order[(left + right) >> 1] * features + feature];
    const c = samples[order[right] * features + feature];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let [i, j] = [left, right];
    while (i <= j) {
      while (samples[order[i] * features + feature] < pivot) i++;
      while (samples[order[j] * features + feature] > pivot) j--;
      if (i > j) break;
      const moved = order[i];
      order[i++] = order[j];
      order[j--] = moved;
    }
    if (middle <= j) right = j;
    else if (middle >= i) left = i;
    else return;
  }
}
