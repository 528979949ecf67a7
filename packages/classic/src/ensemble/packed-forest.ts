import { allocate, heapView } from '@ml/tensor';
import { noChild, type Tree } from '../tree/tree.ts';

/**
 * All trees of a forest in the form in which samples walk through them fastest.
 *
 * A node is 16 bytes: the threshold, the feature, and the left child, beside which the right one lies. So a step reads one line of the
 * cache, and needs no branch that the processor would have to guess. Leaves lead to themselves. In the memory of tensors threads
 * share it.
 */
export interface PackedForest {
  readonly nFeatures: number;
  readonly nOutputs: number;
  /** The first node of each tree. @shape [trees] */
  readonly roots: Int32Array;
  /** Threshold of node i at 2i; what lies between is `links`. @shape [nodes · 2] */
  readonly thresholds: Float64Array;
  /** Feature of node i at 4i + 2, its left child at 4i + 3; the same memory as `thresholds`. @shape [nodes · 4] */
  readonly links: Int32Array;
  /** What a node adds to the sums of the forest: shares of the classes, or a prediction. @shape [nodes · nOutputs] */
  readonly values: Float64Array;
}

/** Freed with the scope. @param isShares values are weights of classes, wanted as shares */
export function packForest(trees: readonly Tree[], isShares: boolean): PackedForest {
  const { nFeatures, nOutputs } = trees[0];
  const nodes = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const thresholds = heapView(allocate([2 * nodes], 'float64')) as Float64Array;
  const packed: PackedForest = {
    nFeatures,
    nOutputs,
    roots: heapView(allocate([trees.length], 'int32')) as Int32Array,
    thresholds,
    links: new Int32Array(thresholds.buffer, thresholds.byteOffset, 4 * nodes),
    values: heapView(allocate([nodes * nOutputs], 'float64')) as Float64Array,
  };
  let root = 0;
  trees.forEach((tree, t) => {
    packed.roots[t] = root;
    packTree(packed, tree, root, isShares);
    root += tree.feature.length;
  });
  return packed;
}

/** Puts the tree's nodes from `root` on. They come depth first, but children together. */
function packTree(packed: PackedForest, tree: Tree, root: number, isShares: boolean): void {
  const { childrenLeft, childrenRight, feature, threshold, value, weightedNNodeSamples, nOutputs } = tree;
  const { thresholds, links, values } = packed;
  /** Places of nodes; children are numbered after their parents. */
  const places = new Int32Array(feature.length);
  places[0] = root;
  let next = root + 1;
  for (let node = 0; node < feature.length; node++) {
    const at = places[node];
    const left = childrenLeft[node];
    if (left === noChild) {
      thresholds[2 * at] = Number.POSITIVE_INFINITY;
      links[4 * at + 2] = 0;
      links[4 * at + 3] = at;
    } else {
      places[left] = next;
      places[childrenRight[node]] = next + 1;
      thresholds[2 * at] = threshold[node];
      links[4 * at + 2] = feature[node];
      links[4 * at + 3] = next;
      next += 2;
    }
    const total = isShares ? weightedNNodeSamples[node] : 1;
    for (let k = 0; k < nOutputs; k++) values[at * nOutputs + k] = value[node * nOutputs + k] / total;
  }
}
