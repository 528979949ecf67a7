import { parallelBackend } from '../parallel/default-backend.ts';
import type { Task } from '../parallel/parallel-backend.ts';
import type { Tree } from '../tree/tree.ts';
import { leavesOf } from '../tree/tree-leaves.ts';
import { type PackedForest, packForest } from './packed-forest.ts';

interface Walk {
  readonly forest: PackedForest;
  /** [N, F] row by row. */
  readonly samples: Float64Array;
  /** The rows wanted. */
  readonly from: number;
  readonly to: number;
}

/** Sums of what all trees say, for a stretch of samples. @shape → [to − from, nOutputs] */
export const walkForest: Task<Walk, Float64Array> = { name: 'walkForest', run: walk };

/** Samples that go through a tree together: they and the tree stay in the cache. */
const block = 256;
/** Rows of a task. */
const rowsPerTask = 4096;

/**
 * Sums, tree after tree, of what the trees of a forest say of each sample: shares of the classes, or predictions.
 *
 * @param samples [N, F] row by row, in the memory of a tensor
 * @param isShares values are weights of classes, wanted as shares
 * @shape → [N · nOutputs]
 */
export function sumForest(
  trees: readonly Tree[],
  samples: Float64Array,
  isShares: boolean,
  nJobs: number | null,
): Float64Array {
  const { nFeatures, nOutputs } = trees[0];
  const n = samples.length / nFeatures;
  const sums = new Float64Array(n * nOutputs);
  if (n < block) {
    for (const tree of trees) addLeaves(sums, tree, leavesOf(tree, samples), isShares);
    return sums;
  }
  const forest = packForest(trees, isShares);
  const walks: Walk[] = [];
  for (let from = 0; from < n; from += rowsPerTask)
    walks.push({ forest, samples, from, to: Math.min(n, from + rowsPerTask) });
  const parts = parallelBackend().map(walkForest, walks, { limit: nJobs ?? undefined });
  parts.forEach((part, i) => {
    sums.set(part, i * rowsPerTask * nOutputs);
  });
  return sums;
}

/** Adds what the leaves say; samples whose leaf is −1 are left out. @shape sums [N · nOutputs], leaves [N] */
export function addLeaves(sums: Float64Array, tree: Tree, leaves: Int32Array, isShares: boolean): void {
  const { nOutputs, value, weightedNNodeSamples } = tree;
  for (let i = 0; i < leaves.length; i++) {
    const leaf = leaves[i];
    if (leaf < 0) continue;
    const total = isShares ? weightedNNodeSamples[leaf] : 1;
    for (let k = 0; k < nOutputs; k++) sums[i * nOutputs + k] += value[leaf * nOutputs + k] / total;
  }
}

function walk({ forest, samples, from, to }: Walk): Float64Array {
  const { nOutputs, roots, values } = forest;
  const sums = new Float64Array((to - from) * nOutputs);
  const leaves = new Int32Array(block);
  for (let start = from; start < to; start += block) {
    const count = Math.min(to - start, block);
    for (let t = 0; t < roots.length; t++) {
      findLeaves(leaves, forest, roots[t], samples, start, count);
      let at = (start - from) * nOutputs;
      for (let i = 0; i < count; i++)
        for (let k = 0, value = leaves[i] * nOutputs; k < nOutputs; k++) sums[at++] += values[value++];
    }
  }
  return sums;
}

/**
 * Leaves of `count` samples from `start` on. Four walk side by side: while one waits for memory, the others go on.
 */
function findLeaves(
  leaves: Int32Array,
  { nFeatures, links, thresholds }: PackedForest,
  root: number,
  samples: Float64Array,
  start: number,
  count: number,
): void {
  for (let i = 0; i < count; i += 4) {
    const a = (start + i) * nFeatures;
    const b = (start + Math.min(i + 1, count - 1)) * nFeatures;
    const c = (start + Math.min(i + 2, count - 1)) * nFeatures;
    const d = (start + Math.min(i + 3, count - 1)) * nFeatures;
    let nodeA = root;
    let nodeB = root;
    let nodeC = root;
    let nodeD = root;
    for (;;) {
      const nextA = links[4 * nodeA + 3] + +(samples[a + links[4 * nodeA + 2]] > thresholds[2 * nodeA]);
      const nextB = links[4 * nodeB + 3] + +(samples[b + links[4 * nodeB + 2]] > thresholds[2 * nodeB]);
      const nextC = links[4 * nodeC + 3] + +(samples[c + links[4 * nodeC + 2]] > thresholds[2 * nodeC]);
      const nextD = links[4 * nodeD + 3] + +(samples[d + links[4 * nodeD + 2]] > thresholds[2 * nodeD]);
      const moved = (nextA ^ nodeA) | (nextB ^ nodeB) | (nextC ^ nodeC) | (nextD ^ nodeD);
      nodeA = nextA;
      nodeB = nextB;
      nodeC = nextC;
      nodeD = nextD;
      if (moved === 0) break;
    }
    leaves[i] = nodeA;
    leaves[i + 1] = nodeB; // beyond the end of typed arrays, and of `count`, writing does nothing that is read
    leaves[i + 2] = nodeC;
    leaves[i + 3] = nodeD;
  }
}
