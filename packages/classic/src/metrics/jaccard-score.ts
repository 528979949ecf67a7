import type { Labels } from '../base/labels.ts';
import { vector } from '../base/values.ts';
import { type Average, type Averaged, type ClassScoreOptions, classCounts, divide, pooled } from './class-averages.ts';
import { average as mean } from './metric-weights.ts';

/**
 * Samples that both are and are predicted to be of a class, as a share of those that are or are predicted to be.
 *
 * @reference agrees with sklearn.metrics.jaccard_score
 * @example
 * jaccardScore([0, 1, 1], [1, 1, 1]).toFixed(4) // => '0.6667'
 */
export function jaccardScore<A extends Average = 'binary'>(
  yTrue: Labels,
  yPred: Labels,
  options: ClassScoreOptions<A> = {},
): Averaged<A> {
  const { zeroDivision = 0 } = options;
  const average: Average = options.average === undefined ? 'binary' : options.average;
  const counted = classCounts<Average>('jaccardScore', yTrue, yPred, options, 'binary');
  const { hits, predicted, actual } = average === 'micro' ? pooled(counted) : counted;
  const either = predicted.map((count, k) => count + actual[k] - hits[k]);
  const scores = divide(hits, either, zeroDivision);
  if (average === null) return vector(scores) as Averaged<A>;
  const support = average === 'weighted' && actual.some((count) => count !== 0) ? actual : null;
  return mean(scores, support) as Averaged<A>;
}
