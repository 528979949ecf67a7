import { noChild, type Tree } from './tree.ts';

/**
 * How much impurity the splits on each feature took away, by weight of the samples; the sum is 1, or 0 for a tree that is one leaf.
 *
 * @shape → [F]
 */
export function featureImportances(tree: Tree): Float64Array {
  const { childrenLeft, childrenRight, feature, impurity, weightedNNodeSamples: weight } = tree;
  const importances = new Float64Array(tree.nFeatures);
  for (let node = 0; node < childrenLeft.length; node++) {
    const left = childrenLeft[node];
    if (left === noChild) continue;
    const right = childrenRight[node];
    importances[feature[node]] +=
      weight[node] * impurity[node] - weight[left] * impurity[left] - weight[right] * impurity[right];
  }
  const total = importances.reduce((sum, each) => sum + each, 0);
  return total > 0 ? importances.map((each) => each / total) : new Float64Array(tree.nFeatures);
}
