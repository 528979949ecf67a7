import { allocate, heapView } from '@ml/tensor';
import { noChild, type Tree } from '../tree/tree.ts';

/**
 * All trees of a forest in few arrays, in the form in which samples walk through them fastest.
 *
 * The children of a node lie side by side, so that the next node is found without a branch that the processor would have to guess.
 * The arrays lie in the memory of tensors, so that threads share them.
 */
export interface PackedForest {
  readonly nFeatures: number;
  readonly nOutputs: number;
  /** Number of the first node of each tree. @shape [trees] */
  readonly roots: Int32Array;
  /** Left and right child of each node; of leaves the leaf itself. @shape [nodes · 2] */
  readonly children: Int32Array;
  /** −1 for leaves. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  /** What a node adds to the sums of the forest: shares of the classes, or a prediction. @shape [nodes · nOutputs] */
  readonly value: Float64Array;
}

/** Freed with the scope. @param isShares values are weights of classes, wanted as shares */
export function packForest(trees: readonly Tree[], isShares: boolean): PackedForest {
  const { nFeatures, nOutputs } = trees[0];
  const nodes = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const packed = {
    nFeatures,
    nOutputs,
    roots: heapView(allocate([trees.length], 'int32')) as Int32Array,
    children: heapView(allocate([2 * nodes], 'int32')) as Int32Array,
    feature: heapView(allocate([nodes], 'int32')) as Int32Array,
    threshold: heapView(allocate([nodes], 'float64')) as Float64Array,
    value: heapView(allocate([nodes * nOutputs], 'float64')) as Float64Array,
  };
  let root = 0;
  trees.forEach((tree, t) => {
    packed.roots[t] = root;
    packTree(packed, tree, root, isShares);
    root += tree.feature.length;
  });
  return packed;
}

function packTree(packed: PackedForest, tree: Tree, root: number, isShares: boolean): void {
  const { childrenLeft, childrenRight, feature, threshold, value, weightedNNodeSamples, nOutputs } = tree;
  packed.threshold.set(threshold, root);
  for (let node = 0; node < feature.length; node++) {
    const at = root + node;
    const isLeaf = childrenLeft[node] === noChild;
    packed.feature[at] = isLeaf ? -1 : feature[node];
    packed.children[2 * at] = isLeaf ? at : root + childrenLeft[node];
    packed.children[2 * at + 1] = isLeaf ? at : root + childrenRight[node];
    const total = isShares ? weightedNNodeSamples[node] : 1;
    for (let k = 0; k < nOutputs; k++) packed.value[at * nOutputs + k] = value[node * nOutputs + k] / total;
  }
}
