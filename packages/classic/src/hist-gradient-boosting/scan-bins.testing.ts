import { minHessian, type NodeTotals, nodeValue, type SplitRules } from './split-rules.ts';

/**
 * The split of a node by a feature's order that gains most.
 *
 * A node of value v and gradients that add up to g loses −g·v; a split gains what its children lose more than that. Bins are
 * tried from below, missing values on the right; then, where there are any, from above, with missing values on the left. Of equal
 * gains the first stays.
 *
 * @param table [`splitFields`] numbers at `row`; the gain is −1 where nothing may be split
 * @param used bins of the feature without that for missing values
 * @param sign 1 where the right child must have the larger value, −1 where the smaller
 * @reference Chen & Guestrin 2016, XGBoost, algorithm 3 and equations 5–7
 */
export function scanBins(
  table: Float64Array,
  row: number,
  sums: Float64Array,
  counts: Int32Array | null,
  at: number,
  used: number,
  hasMissing: boolean,
  sign: number,
  { count, gradient, hessian, value, lower, upper }: NodeTotals,
  { minSamplesLeaf, l2 }: SplitRules,
): void {
  let best = 0;
  table[row] = -1;
  const loss = gradient * value;
  for (let direction = 0; direction < (hasMissing ? 2 : 1); direction++) {
    const step = direction === 0 ? 1 : -1;
    const end = direction === 0 ? used - 1 + (hasMissing ? 1 : 0) : 0;
    let near = 0; // of the child that grows as bins are passed
    let nearGradient = 0;
    let nearHessian = 0;
    for (let b = direction === 0 ? 0 : used - 1; b !== end; b += step) {
      const slot = 2 * (at + b);
      nearGradient += sums[slot];
      nearHessian += sums[slot + 1];
      near += counts === null ? sums[slot + 1] : counts[at + b];
      if (near < minSamplesLeaf || nearHessian < minHessian) continue;
      if (count - near < minSamplesLeaf || hessian - nearHessian < minHessian) break;
      const farGradient = gradient - nearGradient;
      const nearValue = nodeValue(nearGradient, nearHessian, l2, lower, upper);
      const farValue = nodeValue(farGradient, hessian - nearHessian, l2, lower, upper);
      if (sign * step * (farValue - nearValue) < 0) continue;
      // The left child's part comes off first, so that rounding is the same in both directions.
      const left = step === 1 ? nearValue * nearGradient : farValue * farGradient;
      const right = step === 1 ? farValue * farGradient : nearValue * nearGradient;
      const gain = loss - left - right;
      if (!(gain > best)) continue;
      best = gain;
      table[row] = gain;
      table[row + 1] = step === 1 ? b : b - 1;
      table[row + 2] = direction;
      table[row + 3] = step === 1 ? nearGradient : farGradient;
      table[row + 4] = step === 1 ? nearHessian : hessian - nearHessian;
      table[row + 5] = step === 1 ? near : count - near;
    }
  }
}
