import { allocate, fromBuffer, heapView, Rng } from '@ml/tensor';
import { parallelBackend } from '../parallel/default-backend.ts';
import type { MapOptions, Task } from '../parallel/parallel-backend.ts';
import { type GrowthRules, growTree } from '../tree/grow-tree.ts';
import { pruneTree } from '../tree/prune-tree.ts';
import type { Ranks } from '../tree/ranked-columns.ts';
import type { Tree } from '../tree/tree.ts';
import { type TreeColumns, treeColumns } from '../tree/tree-columns.ts';
import { leavesOf } from '../tree/tree-leaves.ts';
import { balancedWeights } from './balanced-weights.ts';
import { bootstrapCounts } from './bootstrap-counts.ts';

/** What all trees of a forest grow on; every array lies in the memory of tensors, so that threads share it. */
export interface ForestData {
  /** [N, F] row by row. */
  readonly samples: Float64Array;
  readonly columns: TreeColumns;
  /** Codes of classes, or numbers. @shape [N] */
  readonly targets: Int32Array | Float64Array;
  /** How many classes there are; 0: targets are numbers. */
  readonly classes: number;
  /** @shape [N] */
  readonly weights: Float64Array | null;
}

export interface ForestRules {
  readonly tree: GrowthRules;
  readonly ccpAlpha: number;
  /** Samples drawn, with repeats, for each tree; 0: each tree grows on all samples. */
  readonly drawn: number;
  /** Give the classes of each draw the same weight. */
  readonly balanceDraws: boolean;
  /** Say in which leaves the samples end that a tree has not seen. */
  readonly outOfBag: boolean;
}

export interface GrownTree {
  readonly tree: Tree;
  /** The leaf of each sample, −1 for those that the tree has seen; null unless asked for. @shape [N] */
  readonly outOfBag: Int32Array | null;
}

interface Batch {
  readonly data: ForestData;
  readonly rules: ForestRules;
  readonly seeds: Uint32Array;
}

/** Grows a tree from each of the seeds. */
export const growTrees: Task<Batch, GrownTree[]> = {
  name: 'growTrees',
  run: ({ data, rules, seeds }) => Array.from(seeds, (seed) => growOne(data, rules, seed)),
};

/** Below that much work (samples × features looked at × trees) threads cost more than they bring. */
const leastWork = 1e6;
/** Batches for each thread: few are less to send, many leave no thread without work at the end. */
const batchesPerThread = 8;

/** A tree from each seed; the same trees however many threads there are. */
export function growForest(
  data: ForestData,
  rules: ForestRules,
  seeds: Uint32Array,
  { nJobs, onProgress }: { readonly nJobs: number | null; readonly onProgress?: MapOptions['onProgress'] },
): GrownTree[] {
  const backend = parallelBackend();
  const work = data.columns.samples * rules.tree.maxFeatures * seeds.length;
  const limit = work < leastWork ? 1 : (nJobs ?? undefined);
  const size = Math.max(1, Math.floor(seeds.length / (batchesPerThread * backend.workers)));
  const batches: Batch[] = [];
  for (let i = 0; i < seeds.length; i += size) batches.push({ data, rules, seeds: seeds.slice(i, i + size) });
  const report = ({ done }: { readonly done: number }): void =>
    onProgress?.({ done: Math.min(seeds.length, done * size), total: seeds.length });
  return backend.map(growTrees, batches, { limit, onProgress: report }).flat();
}

function growOne(data: ForestData, rules: ForestRules, seed: number): GrownTree {
  const { columns, targets, classes } = data;
  const rng = new Rng(seed);
  const counts = rules.drawn > 0 ? drawCounts(rng, columns.samples, rules.drawn, data.weights) : null;
  const weights = counts === null ? data.weights : drawnWeights(data, counts, rules.balanceDraws);
  const grown = growTree({ columns, targets, classes, weights }, rules.tree, rng);
  const tree = rules.ccpAlpha === 0 ? grown : pruneTree(grown, rules.ccpAlpha);
  if (!rules.outOfBag || counts === null) return { tree, outOfBag: null };
  const leaves = leavesOf(tree, data.samples);
  for (let i = 0; i < leaves.length; i++) if (counts[i] > 0) leaves[i] = -1;
  return { tree, outOfBag: leaves };
}

/** How often each sample is drawn; drawn anew where all of them have weight 0. */
function drawCounts(rng: Rng, samples: number, drawn: number, weights: Float64Array | null): Int32Array {
  for (;;) {
    const counts = bootstrapCounts(rng, samples, drawn);
    if (weights === null || counts.some((count, i) => count > 0 && weights[i] > 0)) return counts;
  }
}

function drawnWeights(data: ForestData, counts: Int32Array, balance: boolean): Float64Array {
  const { targets, classes } = data;
  const weights = new Float64Array(counts.length);
  for (let i = 0; i < counts.length; i++) weights[i] = counts[i] * (data.weights === null ? 1 : data.weights[i]);
  if (!balance) return weights;
  const perClass = balancedWeights(targets as Int32Array, classes, counts);
  for (let i = 0; i < counts.length; i++) weights[i] *= perClass[targets[i]];
  return weights;
}

/**
 * What trees need to know of X, in the memory of tensors; freed with the scope.
 *
 * @param samples [N, F] row by row, in the memory of a tensor
 */
export function sharedColumns(splitter: 'best' | 'random', samples: Float64Array, features: number): TreeColumns {
  const columns = treeColumns(splitter, samples, features);
  if ('values' in columns) return columns;
  const { ranks, distinct, offsets, ...sizes } = columns;
  return { ...sizes, ranks: sharedRanks(ranks), distinct: shared(distinct), offsets: shared(offsets) };
}

/** A copy in the memory of tensors; freed with the scope. */
export function shared<A extends Int32Array | Float64Array>(data: A): A {
  return heapView(fromBuffer(data, [data.length])) as A;
}

function sharedRanks(ranks: Ranks): Ranks {
  if (ranks instanceof Int32Array) return shared(ranks);
  const room = heapView(allocate([Math.ceil(ranks.length / 2)], 'int32')); // there are no tensors of two bytes
  const copy = new Uint16Array(room.buffer, room.byteOffset, ranks.length);
  copy.set(ranks);
  return copy;
}
