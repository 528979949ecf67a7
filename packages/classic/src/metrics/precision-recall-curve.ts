import type { Tensor } from '@ml/tensor';
import type { Labels } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { vector } from '../base/values.ts';
import { type BinaryScoreOptions, type ThresholdCounts, thresholdCounts } from './threshold-counts.ts';

export interface PrecisionRecallCurve {
  /** Ends with 1. */
  readonly precision: Tensor<[number]>;
  /** Descending, ends with 0. */
  readonly recall: Tensor<[number]>;
  /** Ascending; one fewer than points. */
  readonly thresholds: Tensor<[number]>;
}

/**
 * Precision and recall when every score ≥ a threshold counts as positive.
 *
 * @special without positive samples recall is 1
 * @reference agrees with sklearn.metrics.precision_recall_curve
 * @example
 * const { precision, recall } = precisionRecallCurve([0, 1], [0.2, 0.7]);
 * [precision.toArray(), recall.toArray()] // => [[0.5, 1, 1], [1, 1, 0]]
 */
export function precisionRecallCurve(
  yTrue: Labels,
  yScore: VectorLike,
  options: BinaryScoreOptions = {},
): PrecisionRecallCurve {
  const counts = thresholdCounts('precisionRecallCurve', yTrue, yScore, options);
  const { precision, recall } = precisionsAndRecalls(counts);
  return {
    precision: vector([...precision.reverse(), 1]),
    recall: vector([...recall.reverse(), 0]),
    thresholds: vector(counts.thresholds.reverse()),
  };
}

/** From the highest threshold to the lowest. */
export function precisionsAndRecalls({ fps, tps }: ThresholdCounts): { precision: Float64Array; recall: Float64Array } {
  const positives = tps[tps.length - 1];
  return {
    precision: tps.map((hits, i) => (hits === 0 ? 0 : hits / (hits + fps[i]))),
    recall: tps.map((hits) => (positives === 0 ? 1 : hits / positives)),
  };
}
