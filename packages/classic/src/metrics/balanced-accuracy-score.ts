import type { Labels } from '../base/labels.ts';
import { confusionCounts, confusionSums } from './confusion-matrix.ts';
import type { WeightedOptions } from './metric-weights.ts';
import { pairLabels } from './paired-labels.ts';

export interface BalancedAccuracyOptions extends WeightedOptions {
  /** Scaled so that guessing scores 0 and perfection 1. */
  readonly adjusted?: boolean | undefined;
}

/**
 * The mean over the true classes of the share of their samples that is predicted.
 *
 * @reference agrees with sklearn.metrics.balanced_accuracy_score
 * @example
 * balancedAccuracyScore([0, 0, 0, 1], [0, 0, 0, 0]) // => 0.5
 */
export function balancedAccuracyScore(
  yTrue: Labels,
  yPred: Labels,
  { adjusted = false, sampleWeight }: BalancedAccuracyOptions = {},
): number {
  const pair = pairLabels('balancedAccuracyScore', yTrue, yPred, { sampleWeight });
  const k = pair.labels.length;
  const counts = confusionCounts(pair);
  const { rows } = confusionSums(counts, k);
  let sum = 0;
  let classes = 0;
  for (let i = 0; i < k; i++) {
    if (rows[i] === 0) continue;
    sum += counts[i * k + i] / rows[i];
    classes++;
  }
  const score = sum / classes;
  return adjusted ? (score - 1 / classes) / (1 - 1 / classes) : score;
}
