/**
 * A grown tree as flat arrays, one entry for each node, as scikit-learn's `tree_` has them.
 *
 * Nodes are numbered in the order in which they were made: depth first, left before right; best first where the number of
 * leaves is limited. A child always has a larger number than its parent. A sample goes left where x[feature] ≤ threshold.
 */
export interface Tree {
  /** Features of X. */
  readonly nFeatures: number;
  /** Numbers per node in `value`: the classes, or 1. */
  readonly nOutputs: number;
  /** Edges from the root to the deepest leaf. */
  readonly maxDepth: number;
  /** −1 for leaves. */
  readonly childrenLeft: Int32Array;
  /** −1 for leaves. */
  readonly childrenRight: Int32Array;
  /** −2 for leaves. */
  readonly feature: Int32Array;
  /** −2 for leaves. */
  readonly threshold: Float64Array;
  readonly impurity: Float64Array;
  /** Samples, by number. */
  readonly nNodeSamples: Int32Array;
  /** Samples, by weight. */
  readonly weightedNNodeSamples: Float64Array;
  /** Weight of each class among the node's samples, or what a regression tree predicts there. @shape [nodes · nOutputs] */
  readonly value: Float64Array;
}

/** Stands for no child. */
export const noChild = -1;
/** Stands for no feature, and for no threshold. */
export const noFeature = -2;

export function leafCount(tree: Tree): number {
  let count = 0;
  for (const child of tree.childrenLeft) if (child === noChild) count++;
  return count;
}
