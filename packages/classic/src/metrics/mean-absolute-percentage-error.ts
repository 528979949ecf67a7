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
 * Mean of |y − ŷ| / |y|, as a share (0.1 is ten percent).
 *
 * @shape yTrue, yPred [N] or [N, K]
 * @special |y| below 2⁻⁵² counts as that
 * @reference agrees with sklearn.metrics.mean_absolute_percentage_error
 * @example
 * meanAbsolutePercentageError([2, 4], [1, 4]) // => 0.25
 */
export function meanAbsolutePercentageError<M extends Multioutput = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: RegressionOptions<M> = {},
): Combined<M> {
  const op = 'meanAbsolutePercentageError';
  const share = (y: number, guess: number): number => Math.abs(y - guess) / Math.max(Math.abs(y), Number.EPSILON);
  return combine<M>(op, meanLosses(regressionTargets(op, yTrue, yPred, options), share), options.multioutput);
}
