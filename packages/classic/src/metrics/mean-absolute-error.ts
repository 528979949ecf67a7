import {
  type Combined,
  combine,
  type Multioutput,
  meanLosses,
  type RegressionOptions,
  regressionTargets,
  type Targets,
} from './regression-targets.ts';

/**
 * Mean of |y − ŷ|.
 *
 * @shape yTrue, yPred [N] or [N, K]
 * @reference agrees with sklearn.metrics.mean_absolute_error
 * @example
 * meanAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]) // => 0.5
 */
export function meanAbsoluteError<M extends Multioutput = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: RegressionOptions<M> = {},
): Combined<M> {
  const op = 'meanAbsoluteError';
  const errors = meanLosses(regressionTargets(op, yTrue, yPred, options), (y, guess) => Math.abs(y - guess));
  return combine<M>(op, errors, options.multioutput);
}
