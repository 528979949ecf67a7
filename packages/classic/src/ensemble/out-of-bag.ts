import type { GrownTree } from './grow-forest.ts';
import { addLeaves } from './sum-forest.ts';

/**
 * The mean of what those trees say of each sample that have not seen it; zeros where all have.
 *
 * @param isShares values of nodes are weights of classes, wanted as shares
 * @shape → [N · nOutputs]
 */
export function outOfBagMeans(grown: readonly GrownTree[], samples: number, isShares: boolean): Float64Array {
  const { nOutputs } = grown[0].tree;
  const means = new Float64Array(samples * nOutputs);
  const trees = new Int32Array(samples);
  for (const { tree, outOfBag } of grown) {
    if (outOfBag === null) continue;
    addLeaves(means, tree, outOfBag, isShares);
    for (let i = 0; i < samples; i++) if (outOfBag[i] >= 0) trees[i]++;
  }
  for (let at = 0; at < means.length; at++) means[at] /= Math.max(1, trees[Math.floor(at / nOutputs)]);
  return means;
}
