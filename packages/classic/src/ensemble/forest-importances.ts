import { featureImportances } from '../tree/feature-importances.ts';
import type { Tree } from '../tree/tree.ts';

/** Mean of the trees' importances, those left out that are one leaf; the sum is 1, or 0 where all are. @shape → [F] */
export function forestImportances(trees: readonly Tree[]): Float64Array {
  const sums = new Float64Array(trees[0].nFeatures);
  for (const tree of trees) {
    const importances = featureImportances(tree);
    for (let f = 0; f < sums.length; f++) sums[f] += importances[f];
  }
  const total = sums.reduce((sum, each) => sum + each, 0);
  return total > 0 ? sums.map((sum) => sum / total) : sums;
}
