import { fromBuffer, type Tensor } from '@ml/tensor';
import type { Tree } from '../tree/tree.ts';
import { leavesOf } from '../tree/tree-leaves.ts';

/** Number of the leaf in which each sample ends, tree by tree. @shape samples [N, F] row by row → [N, trees] int32 */
export function forestLeaves(trees: readonly Tree[], samples: Float64Array): Tensor<[number, number]> {
  const n = samples.length / trees[0].nFeatures;
  const all = new Int32Array(n * trees.length);
  const leaves = new Int32Array(n);
  trees.forEach((tree, t) => {
    leavesOf(tree, samples, leaves);
    for (let i = 0; i < n; i++) all[i * trees.length + t] = leaves[i];
  });
  return fromBuffer(all, [n, trees.length]);
}
