import type { Labels } from '../base/labels.ts';
import type { WeightedOptions } from './metric-weights.ts';
import { pairLabels } from './paired-labels.ts';

export interface AccuracyOptions extends WeightedOptions {
  /** The share of samples; otherwise their number or weight. Default true. */
  readonly normalize?: boolean | undefined;
}

/**
 * Share of samples whose label is predicted.
 *
 * @reference agrees with sklearn.metrics.accuracy_score
 * @example
 * accuracyScore(['a', 'b', 'b', 'a'], ['a', 'b', 'a', 'a']) // => 0.75
 */
export function accuracyScore(yTrue: Labels, yPred: Labels, options: AccuracyOptions = {}): number {
  const { right, total } = countRight('accuracyScore', yTrue, yPred, options);
  return (options.normalize ?? true) ? right / total : right;
}

/** Weight of the samples whose label is predicted, and of all. */
export function countRight(
  op: string,
  yTrue: Labels,
  yPred: Labels,
  options: WeightedOptions,
): { right: number; total: number } {
  const { truth, guess, weights } = pairLabels(op, yTrue, yPred, { sampleWeight: options.sampleWeight });
  let right = 0;
  let total = 0;
  for (let i = 0; i < truth.length; i++) {
    const weight = weights === null ? 1 : weights[i];
    total += weight;
    if (truth[i] === guess[i]) right += weight;
  }
  return { right, total };
}
