import { DataError } from '../base/data-error.ts';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import type { WeightedOptions } from './metric-weights.ts';
import { precisionsAndRecalls } from './precision-recall-curve.ts';
import { thresholdCounts } from './threshold-counts.ts';

export interface AveragePrecisionOptions extends WeightedOptions {
  /** The class that high scores speak for; default 1. */
  readonly posLabel?: Label | undefined;
}

/**
 * Precision at each threshold, averaged by how much recall it adds.
 *
 * @reference agrees with sklearn.metrics.average_precision_score of two classes
 * @example
 * averagePrecisionScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]).toFixed(4) // => '0.8333'
 */
export function averagePrecisionScore(
  yTrue: Labels,
  yScore: VectorLike,
  { posLabel = 1, sampleWeight }: AveragePrecisionOptions = {},
): number {
  const op = 'averagePrecisionScore';
  const { classes } = encodeLabels<Label>(op, yTrue);
  if (classes.length > 2) throw new DataError(`${op}: for two classes, there are ${classes.length}`);
  if (classes.length === 2 && !classes.includes(posLabel))
    throw new DataError(`${op}: posLabel ${posLabel} is not among the labels ${classes.join(', ')}`);
  const { precision, recall } = precisionsAndRecalls(thresholdCounts(op, yTrue, yScore, { posLabel, sampleWeight }));
  let sum = 0;
  for (let i = 0; i < precision.length; i++) sum += precision[i] * (recall[i] - (i === 0 ? 0 : recall[i - 1]));
  return sum;
}
