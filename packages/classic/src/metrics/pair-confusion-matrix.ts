import type { Tensor } from '@ml/tensor';
import type { Labels } from '../base/labels.ts';
import { matrix } from '../base/values.ts';
import { contingency } from './contingency-matrix.ts';

/** Ordered pairs of samples: apart in both, together in one, together in both clusterings. */
export interface PairCounts {
  readonly apart: number;
  readonly onlyPred: number;
  readonly onlyTrue: number;
  readonly together: number;
}

export function pairCounts(op: string, labelsTrue: Labels, labelsPred: Labels): PairCounts {
  const { samples, rows, columns, count } = contingency(op, labelsTrue, labelsPred);
  const squares = (list: Float64Array): number => list.reduce((sum, value) => sum + value * value, 0);
  const both = squares(count);
  const onlyPred = squares(columns) - both;
  const onlyTrue = squares(rows) - both;
  return { apart: samples * samples - onlyPred - onlyTrue - both, onlyPred, onlyTrue, together: both - samples };
}

/**
 * Ordered pairs of samples by whether two clusterings put them together: rows by the first, columns by the second.
 *
 * @shape → [2, 2]
 * @reference agrees with sklearn.metrics.cluster.pair_confusion_matrix
 * @example
 * pairConfusionMatrix([0, 0, 1], [0, 0, 1]).toArray() // => [[4, 0], [0, 2]]
 */
export function pairConfusionMatrix(labelsTrue: Labels, labelsPred: Labels): Tensor<[number, number]> {
  const { apart, onlyPred, onlyTrue, together } = pairCounts('pairConfusionMatrix', labelsTrue, labelsPred);
  return matrix([apart, onlyPred, onlyTrue, together], 2, 2);
}
