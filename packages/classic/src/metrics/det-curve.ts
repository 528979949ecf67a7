import type { Tensor } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { Labels } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { vector } from '../base/values.ts';
import { type BinaryScoreOptions, thresholdCounts } from './threshold-counts.ts';

export interface DetCurve {
  /** Share of the negative samples that count as positive, descending. */
  readonly fpr: Tensor<[number]>;
  /** Share of the positive samples that do not, ascending. */
  readonly fnr: Tensor<[number]>;
  /** Ascending. */
  readonly thresholds: Tensor<[number]>;
}

/**
 * Detection error tradeoff: what share of the negative and of the positive samples is taken for the other at each threshold.
 *
 * Thresholds at which nothing else changes are left out at both ends.
 *
 * @throws {DataError} when there is one class only
 * @reference agrees with sklearn.metrics.det_curve
 * @example
 * const { fpr, fnr } = detCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 * [fpr.toArray(), fnr.toArray()] // => [[0.5, 0.5, 0], [0, 0.5, 0.5]]
 */
export function detCurve(yTrue: Labels, yScore: VectorLike, options: BinaryScoreOptions = {}): DetCurve {
  const { fps, tps, thresholds } = thresholdCounts('detCurve', yTrue, yScore, options);
  const negatives = fps[fps.length - 1];
  const positives = tps[tps.length - 1];
  if (negatives === 0 || positives === 0) throw new DataError('detCurve: yTrue has one class, there is no tradeoff');
  const first = fps.lastIndexOf(fps[0]);
  const end = tps.indexOf(positives) + 1;
  const part = (list: Float64Array): Float64Array => list.slice(first, end).reverse();
  return {
    fpr: vector(part(fps).map((count) => count / negatives)),
    fnr: vector(part(tps).map((count) => (positives - count) / positives)),
    thresholds: vector(part(thresholds)),
  };
}
