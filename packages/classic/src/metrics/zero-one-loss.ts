import type { Labels } from '../base/labels.ts';
import { type AccuracyOptions, countRight } from './accuracy-score.ts';

/**
 * Share of samples whose label is not predicted.
 *
 * @reference agrees with sklearn.metrics.zero_one_loss
 * @example
 * zeroOneLoss([1, 2, 3, 4], [1, 2, 3, 3]) // => 0.25
 */
export function zeroOneLoss(yTrue: Labels, yPred: Labels, options: AccuracyOptions = {}): number {
  const { right, total } = countRight('zeroOneLoss', yTrue, yPred, options);
  return (options.normalize ?? true) ? 1 - right / total : total - right;
}
