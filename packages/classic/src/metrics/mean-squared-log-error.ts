import { DataError } from '../base/data-error.ts';
import type { SquaredErrorOptions } from './mean-squared-error.ts';
import {
  type Combined,
  combine,
  type Multioutput,
  meanLosses,
  regressionTargets,
  type Targets,
} from './regression-targets.ts';

/**
 * Mean of (log(1 + y) − log(1 + ŷ))².
 *
 * @shape yTrue, yPred [N] or [N, K], ≥ 0
 * @throws {DataError} when a number is negative
 * @reference agrees with sklearn.metrics.mean_squared_log_error
 * @example
 * meanSquaredLogError([3, 5], [2.5, 5]).toFixed(4) // => '0.0089'
 */
export function meanSquaredLogError<M extends Multioutput = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: SquaredErrorOptions<M> = {},
): Combined<M> {
  const op = 'meanSquaredLogError';
  const targets = regressionTargets(op, yTrue, yPred, options);
  if (targets.truth.some((y) => y < 0) || targets.guess.some((y) => y < 0))
    throw new DataError(`${op}: there are negative numbers`);
  const errors = meanLosses(targets, (y, guess) => (Math.log1p(y) - Math.log1p(guess)) ** 2);
  const { squared = true, multioutput } = options;
  return combine<M>(op, squared ? errors : errors.map(Math.sqrt), multioutput);
}
