import type { Tensor } from '@ml/tensor';
import type { Labels } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { vector } from '../base/values.ts';
import { type BinaryScoreOptions, type ThresholdCounts, thresholdCounts } from './threshold-counts.ts';

export interface RocCurveOptions extends BinaryScoreOptions {
  /** Leave out points on a straight line between their neighbours; default true. */
  readonly dropIntermediate?: boolean | undefined;
}

/** One point for each threshold. */
export interface RocCurve {
  /** Share of the negative samples that count as positive. */
  readonly fpr: Tensor<[number]>;
  /** Share of the positive samples that do. */
  readonly tpr: Tensor<[number]>;
  /** Descending; the first one, above every score, is the highest + 1. */
  readonly thresholds: Tensor<[number]>;
}

/**
 * Receiver operating characteristic: what share of the positive and of the negative samples score at least each threshold.
 *
 * @special NaN for a share of no samples
 * @reference agrees with sklearn.metrics.roc_curve of version 1.2
 * @example
 * const { fpr, tpr } = rocCurve([0, 1, 0, 1], [0.1, 0.4, 0.35, 0.8]);
 * [fpr.toArray(), tpr.toArray()] // => [[0, 0, 0, 1], [0, 0.5, 1, 1]]
 */
export function rocCurve(yTrue: Labels, yScore: VectorLike, options: RocCurveOptions = {}): RocCurve {
  const counts = thresholdCounts('rocCurve', yTrue, yScore, options);
  const { fps, tps, thresholds } = (options.dropIntermediate ?? true) ? corners(counts) : counts;
  return {
    fpr: vector(shares(fps)),
    tpr: vector(shares(tps)),
    thresholds: vector([thresholds[0] + 1, ...thresholds]),
  };
}

/** Counts as shares of the last, with 0 in front. */
function shares(counts: Float64Array): Float64Array {
  const out = new Float64Array(counts.length + 1);
  const total = counts[counts.length - 1];
  for (let i = 0; i < counts.length; i++) out[i + 1] = counts[i] / total;
  return total > 0 ? out : out.fill(Number.NaN);
}

function corners({ fps, tps, thresholds }: ThresholdCounts): ThresholdCounts {
  const last = fps.length - 1;
  const bends = (list: Float64Array, i: number): boolean => list[i + 1] - list[i] !== list[i] - list[i - 1];
  const isKept = (_: number, i: number): boolean => i === 0 || i === last || bends(fps, i) || bends(tps, i);
  return { fps: fps.filter(isKept), tps: tps.filter(isKept), thresholds: thresholds.filter(isKept) };
}
