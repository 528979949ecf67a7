import type { Labels } from '../base/labels.ts';
import { confusionCounts, confusionSums } from './confusion-matrix.ts';
import type { WeightedOptions } from './metric-weights.ts';
import { pairLabels } from './paired-labels.ts';

/**
 * Correlation of true and predicted classes, −1 … 1; 0 is no better than chance.
 *
 * @special 0 where all samples have the same true or the same predicted class
 * @reference Gorodkin (2004); agrees with sklearn.metrics.matthews_corrcoef
 * @example
 * matthewsCorrcoef([1, 1, -1, -1], [1, 1, -1, -1]) // => 1
 */
export function matthewsCorrcoef(yTrue: Labels, yPred: Labels, options: WeightedOptions = {}): number {
  const pair = pairLabels('matthewsCorrcoef', yTrue, yPred, { sampleWeight: options.sampleWeight });
  const { rows, columns, diagonal } = confusionSums(confusionCounts(pair), pair.labels.length);
  let total = 0;
  let both = 0;
  let truth = 0;
  let guess = 0;
  for (let k = 0; k < rows.length; k++) {
    total += rows[k];
    both += rows[k] * columns[k];
    truth += rows[k] * rows[k];
    guess += columns[k] * columns[k];
  }
  const spread = (total * total - truth) * (total * total - guess);
  return spread === 0 ? 0 : (diagonal * total - both) / Math.sqrt(spread);
}
