// Neighbours of one query after the other, in parts, on threads.
import { parallelBackend } from '../parallel/default-backend.ts';
import type { Task } from '../parallel/parallel-backend.ts';
import { nearestByScan, withinByScan } from './exact-scan.ts';
import { type NeighborLists, PairCollector } from './flat-lists.ts';
import { treeOf } from './index-tree.ts';
import { metricOf } from './metric.ts';
import { clearHeaps, nearestOfHeaps } from './nearest-heap.ts';
import type { Nearest, NeighborIndex } from './neighbor-index.ts';
import type { SpaceTree } from './space-tree.ts';
import { nearestInTree, type QueryRows, withinInTree } from './tree-search.ts';

interface SearchArgs {
  readonly index: NeighborIndex;
  readonly tree: SpaceTree | null;
  readonly rows: QueryRows;
}

/** Distances worth a task of their own: some milliseconds. */
const grain = 1 << 20;

/** The answers of a task for the rows of `data`, cut into parts where there is enough to do. */
export function inParts<A extends object, R>(
  index: NeighborIndex,
  data: Float64Array,
  nJobs: number | null,
  task: Task<A & SearchArgs, R>,
  more: A,
): R[] {
  const { features, points, leafSize } = index;
  const queries = data.length / features;
  const tree = treeOf(index);
  const seen = tree === null ? points.length / features : Math.min(points.length / features, 8 * leafSize);
  const backend = parallelBackend();
  const worth = Math.floor((queries * seen * Math.max(8, features)) / 8 / grain);
  const count = backend.workers === 1 ? 1 : Math.max(1, Math.min(worth, 4 * backend.workers));
  const size = Math.ceil(queries / count);
  const args: (A & SearchArgs)[] = [];
  for (let from = 0; from < queries; from += size)
    args.push({ ...more, index, tree, rows: { data, from, to: Math.min(queries, from + size) } });
  return args.length === 1 ? [task.run(args[0])] : backend.map(task, args, { limit: nJobs ?? undefined });
}

export const nearestOfRows: Task<SearchArgs & { readonly k: number }, Nearest> = {
  name: 'nearestOfRows',
  run: ({ index, tree, rows, k }) => {
    const metric = metricOf(index.metric, index.p);
    const keys = new Float64Array((rows.to - rows.from) * k);
    const indices = new Int32Array(keys.length);
    clearHeaps(keys, indices);
    if (tree === null) nearestByScan(keys, indices, k, index.points, index.features, metric, rows);
    else nearestInTree(keys, indices, k, tree, metric, rows);
    return nearestOfHeaps(keys, indices, k, metric.toDistance);
  },
};

export const withinOfRows: Task<SearchArgs & { readonly limit: number }, NeighborLists> = {
  name: 'withinOfRows',
  run: ({ index, tree, rows, limit }) => {
    const metric = metricOf(index.metric, index.p);
    const pairs = new PairCollector();
    if (tree === null) withinByScan(pairs, limit, index.points, index.features, metric, rows);
    else withinInTree(pairs, limit, tree, metric, rows);
    return pairs.lists(rows.to - rows.from, metric.toDistance);
  },
};
