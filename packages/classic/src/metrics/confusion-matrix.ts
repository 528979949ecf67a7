import { fromBuffer, type Tensor } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { Labels } from '../base/labels.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { matrix } from '../base/values.ts';
import { type LabelledOptions, type PairedLabels, pairLabels } from './paired-labels.ts';

export interface ConfusionMatrixOptions extends LabelledOptions {
  /** Divide by the sums of rows ('true'), of columns ('pred') or of everything ('all'); null: counts. */
  readonly normalize?: 'true' | 'pred' | 'all' | null | undefined;
}

/**
 * How often class i (rows) was taken for class j (columns).
 *
 * @shape → [K, K]; int32 counts, float64 where samples are weighted or sums divided by
 * @param options.labels only samples of these labels on both sides count
 * @special 0 where a sum to divide by is 0
 * @throws {DataError} when no true label is among `labels`
 * @reference agrees with sklearn.metrics.confusion_matrix
 * @example
 * confusionMatrix(['cat', 'ant', 'cat'], ['ant', 'ant', 'cat']).toArray() // => [[1, 0], [1, 1]]
 */
export function confusionMatrix(
  yTrue: Labels,
  yPred: Labels,
  options: ConfusionMatrixOptions = {},
): Tensor<[number, number]> {
  const op = 'confusionMatrix';
  const { normalize = null } = options;
  requireOneOf(op, 'normalize', normalize, ['true', 'pred', 'all', null]);
  const pair = pairLabels(op, yTrue, yPred, options);
  if (pair.truth.every((code) => code < 0)) throw new DataError(`${op}: none of labels is in yTrue`);
  const counts = confusionCounts(pair);
  const k = pair.labels.length;
  if (normalize === null && pair.weights === null)
    return fromBuffer(Int32Array.from(counts), [k, k]) as Tensor<[number, number]>;
  if (normalize !== null) normalizeCounts(counts, k, normalize);
  return matrix(counts, k, k);
}

/** @shape → [K, K] */
export function confusionCounts({ labels, truth, guess, weights }: PairedLabels): Float64Array {
  const k = labels.length;
  const counts = new Float64Array(k * k);
  for (let i = 0; i < truth.length; i++)
    if (truth[i] >= 0 && guess[i] >= 0) counts[truth[i] * k + guess[i]] += weights === null ? 1 : weights[i];
  return counts;
}

function normalizeCounts(counts: Float64Array, k: number, by: 'true' | 'pred' | 'all'): void {
  const place = (at: number): number => (by === 'true' ? Math.floor(at / k) : by === 'pred' ? at % k : 0);
  const sums = new Float64Array(k);
  for (let at = 0; at < counts.length; at++) sums[place(at)] += counts[at];
  for (let at = 0; at < counts.length; at++) counts[at] = counts[at] === 0 ? 0 : counts[at] / sums[place(at)];
}

/** Sums of the rows, of the columns, and of the diagonal. */
export function confusionSums(
  counts: Float64Array,
  k: number,
): { rows: Float64Array; columns: Float64Array; diagonal: number } {
  const rows = new Float64Array(k);
  const columns = new Float64Array(k);
  let diagonal = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      rows[i] += counts[i * k + j];
      columns[j] += counts[i * k + j];
    }
    diagonal += counts[i * k + i];
  }
  return { rows, columns, diagonal };
}
