import type { Labels } from '../base/labels.ts';
import { countRight } from './accuracy-score.ts';
import type { WeightedOptions } from './metric-weights.ts';

/**
 * Share of labels that are not predicted.
 *
 * @reference agrees with sklearn.metrics.hamming_loss of one label per sample
 * @example
 * hammingLoss([1, 2, 3, 4], [1, 2, 3, 3]) // => 0.25
 */
export function hammingLoss(yTrue: Labels, yPred: Labels, options: WeightedOptions = {}): number {
  const { right, total } = countRight('hammingLoss', yTrue, yPred, options);
  return (total - right) / total;
}
