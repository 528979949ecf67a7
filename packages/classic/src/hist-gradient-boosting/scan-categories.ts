import { minHessian, type NodeTotals, nodeValue, type SplitRules } from './split-rules.ts';

/** Categories with fewer samples (by their second derivatives) always go right. */
const minSupport = 10;

/** A split by the category of a feature. */
export interface CategorySplit {
  readonly gain: number;
  /** Bins that go left. */
  readonly left: readonly number[];
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

/**
 * The split of a node by categories that gains most; null where there is none.
 *
 * Categories are put in the order of gradient / (hessian + 10): the best partition for a convex loss cuts that order once (Fisher 1958).
 * The side with fewer of the categories goes left, from either end. Missing values are one more category.
 *
 * @param bins bins of the feature that may hold samples
 */
export function scanCategories(
  sums: Float64Array,
  counts: Int32Array | null,
  at: number,
  bins: readonly number[],
  { count, gradient, hessian, value, lower, upper }: NodeTotals,
  { minSamplesLeaf, l2 }: SplitRules,
): CategorySplit | null {
  const perHessian = count / hessian;
  const slope = (bin: number): number => sums[2 * (at + bin)] / (sums[2 * (at + bin) + 1] + minSupport);
  // Equal slopes: the larger bin first, where sklearn's sort leaves it.
  const order = bins
    .filter((bin) => sums[2 * (at + bin) + 1] * perHessian >= minSupport)
    .sort((a, b) => slope(a) - slope(b) || b - a);
  const half = (order.length + 1) >> 1;
  let best: CategorySplit | null = null;
  for (const step of [1, -1]) {
    let leftCount = 0;
    let leftGradient = 0;
    let leftHessian = 0;
    const tries = order.length < 2 ? 0 : step === 1 ? half : half - 1;
    for (let i = 0; i < tries; i++) {
      const bin = order[step === 1 ? i : order.length - 1 - i];
      const slot = 2 * (at + bin);
      leftGradient += sums[slot];
      leftHessian += sums[slot + 1];
      leftCount += counts === null ? sums[slot + 1] : counts[at + bin];
      if (leftCount < minSamplesLeaf || leftHessian < minHessian) continue;
      if (count - leftCount < minSamplesLeaf || hessian - leftHessian < minHessian) break;
      const rightGradient = gradient - leftGradient;
      const leftValue = nodeValue(leftGradient, leftHessian, l2, lower, upper);
      const rightValue = nodeValue(rightGradient, hessian - leftHessian, l2, lower, upper);
      const gain = gradient * value - leftValue * leftGradient - rightValue * rightGradient;
      if (!(gain > (best?.gain ?? 0))) continue;
      const left = step === 1 ? order.slice(0, i + 1) : order.slice(order.length - 1 - i);
      best = { gain, left, gradient: leftGradient, hessian: leftHessian, count: leftCount };
    }
  }
  return best;
}
