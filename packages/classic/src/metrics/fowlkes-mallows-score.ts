import type { Labels } from '../base/labels.ts';
import { pairCounts } from './pair-confusion-matrix.ts';

/**
 * The geometric mean of precision and recall of the pairs of samples that are put together.
 *
 * @special 0 where no pair is together in both
 * @reference Fowlkes & Mallows (1983); agrees with sklearn.metrics.fowlkes_mallows_score
 * @example
 * fowlkesMallowsScore([0, 0, 1, 1], [1, 1, 0, 0]) // => 1
 */
export function fowlkesMallowsScore(labelsTrue: Labels, labelsPred: Labels): number {
  const { onlyPred, onlyTrue, together } = pairCounts('fowlkesMallowsScore', labelsTrue, labelsPred);
  if (together === 0) return 0;
  return Math.sqrt(together / (together + onlyPred)) * Math.sqrt(together / (together + onlyTrue));
}
