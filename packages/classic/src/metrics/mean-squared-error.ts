import {
  type Combined,
  combine,
  type Multioutput,
  meanLosses,
  type RegressionOptions,
  regressionTargets,
  type Targets,
} from './regression-targets.ts';

export interface SquaredErrorOptions<M = Multioutput> extends RegressionOptions<M> {
  /** The mean of squares; otherwise its root. Default true. */
  readonly squared?: boolean | undefined;
}

/**
 * Mean of (y − ŷ)².
 *
 * @shape yTrue, yPred [N] or [N, K]
 * @reference agrees with sklearn.metrics.mean_squared_error
 * @example
 * meanSquaredError([3, -0.5, 2, 7], [2.5, 0, 2, 8]) // => 0.375
 */
export function meanSquaredError<M extends Multioutput = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: SquaredErrorOptions<M> = {},
): Combined<M> {
  const op = 'meanSquaredError';
  const errors = meanLosses(regressionTargets(op, yTrue, yPred, options), (y, guess) => (y - guess) * (y - guess));
  const { squared = true, multioutput } = options;
  return combine<M>(op, squared ? errors : errors.map(Math.sqrt), multioutput);
}
