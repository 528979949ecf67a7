import type { Labels } from '../base/labels.ts';
import { pairCounts } from './pair-confusion-matrix.ts';

/**
 * Share of the pairs of samples that both clusterings put together or both keep apart.
 *
 * @reference Rand (1971); agrees with sklearn.metrics.rand_score
 * @example
 * randScore([0, 0, 1, 1], [0, 0, 1, 2]).toFixed(4) // => '0.8333'
 */
export function randScore(labelsTrue: Labels, labelsPred: Labels): number {
  const { apart, onlyPred, onlyTrue, together } = pairCounts('randScore', labelsTrue, labelsPred);
  const pairs = apart + onlyPred + onlyTrue + together;
  return pairs === 0 ? 1 : (apart + together) / pairs;
}

/**
 * The Rand index less what chance gives: 1 for equal clusterings, about 0 for random ones.
 *
 * @reference Hubert & Arabie (1985); agrees with sklearn.metrics.adjusted_rand_score
 * @example
 * adjustedRandScore([0, 0, 1, 1], ['b', 'b', 'a', 'a']) // => 1
 */
export function adjustedRandScore(labelsTrue: Labels, labelsPred: Labels): number {
  const { apart, onlyPred, onlyTrue, together } = pairCounts('adjustedRandScore', labelsTrue, labelsPred);
  if (onlyPred === 0 && onlyTrue === 0) return 1;
  const chance = (together + onlyTrue) * (onlyTrue + apart) + (together + onlyPred) * (onlyPred + apart);
  return (2 * (together * apart - onlyTrue * onlyPred)) / chance;
}
