import { quantileInPlace, weightedQuantile } from '../hist-gradient-boosting/quantile.ts';
import {
  type Combined,
  combine,
  type Multioutput,
  type RegressionOptions,
  regressionTargets,
  type Targets,
} from './regression-targets.ts';

/**
 * Median of |y − ŷ|.
 *
 * @shape yTrue, yPred [N] or [N, K]
 * @reference agrees with sklearn.metrics.median_absolute_error
 * @example
 * medianAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]) // => 0.5
 */
export function medianAbsoluteError<M extends Multioutput = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: RegressionOptions<M> = {},
): Combined<M> {
  const op = 'medianAbsoluteError';
  const { truth, guess, n, k, weights } = regressionTargets(op, yTrue, yPred, options);
  const errors = new Float64Array(n);
  const medians = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    for (let i = 0; i < n; i++) errors[i] = Math.abs(truth[i * k + j] - guess[i * k + j]);
    medians[j] = weights === null ? quantileInPlace(errors, 0.5) : weightedQuantile(errors, weights, 0.5);
  }
  return combine<M>(op, medians, options.multioutput);
}
