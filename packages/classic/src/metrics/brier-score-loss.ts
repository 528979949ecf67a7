import { DataError } from '../base/data-error.ts';
import type { Label, Labels } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { scoredLabels } from './class-scores.ts';
import { average, type WeightedOptions } from './metric-weights.ts';
import { positiveLabel } from './threshold-counts.ts';

export interface BrierScoreOptions extends WeightedOptions {
  /** The class that the probabilities are of; default: the greater of the two. */
  readonly posLabel?: Label | null | undefined;
}

/**
 * Mean of (p − 1)² over the samples of the class and of p² over the others.
 *
 * @shape yProb [N]
 * @throws {DataError} when there are more than two classes, or a probability is not within 0 … 1
 * @reference agrees with sklearn.metrics.brier_score_loss
 * @example
 * brierScoreLoss(['no', 'yes'], [0.5, 0.5]) // => 0.25
 */
export function brierScoreLoss(yTrue: Labels, yProb: VectorLike, options: BrierScoreOptions = {}): number {
  const op = 'brierScoreLoss';
  const { data, classes, truth, weights, columns } = scoredLabels(op, yTrue, yProb, options);
  const { posLabel = null } = options;
  if (classes.length > 2) throw new DataError(`${op}: for two classes, there are ${classes.length}`);
  if (columns !== 1) throw new DataError(`${op}: one probability per sample is needed, there are ${columns}`);
  const odd = data.findIndex((p) => p < 0 || p > 1);
  if (odd >= 0) throw new DataError(`${op}: the probability ${data[odd]} at ${odd} is not within 0 … 1`);
  const positive = classes.indexOf(positiveLabel(op, classes, posLabel ?? (classes.length === 2 ? classes[1] : null)));
  return average(
    data.map((p, i) => (p - Number(truth[i] === positive)) ** 2),
    weights,
  );
}
