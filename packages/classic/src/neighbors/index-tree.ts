import { ballTree } from './ball-tree.ts';
import { kdTree } from './kd-tree.ts';
import { metricOf } from './metric.ts';
import type { NeighborIndex } from './neighbor-index.ts';
import type { SpaceTree } from './space-tree.ts';

/** Trees are made when they are first needed, and are no part of the state: they follow from it. */
const trees = new WeakMap<NeighborIndex, SpaceTree>();

/** The tree of an index; null where every sample is looked at. */
export function treeOf(index: NeighborIndex): SpaceTree | null {
  const { structure, metric, p, leafSize, features, points } = index;
  if (structure === 'brute') return null;
  let tree = trees.get(index);
  if (tree === undefined) {
    tree =
      structure === 'kd_tree'
        ? kdTree(points, features, leafSize)
        : ballTree(points, features, leafSize, metricOf(metric, p));
    trees.set(index, tree);
  }
  return tree;
}
