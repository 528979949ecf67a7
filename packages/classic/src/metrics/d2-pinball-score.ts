import { requireParameter } from '../base/parameter-error.ts';
import { quantileInPlace, weightedQuantile } from '../hist-gradient-boosting/quantile.ts';
import { explained } from './explained-scores.ts';
import { type PinballOptions, pinball } from './mean-pinball-loss.ts';
import {
  type Combined,
  type Multioutput,
  meanLosses,
  type RegressionOptions,
  regressionTargets,
  type Targets,
} from './regression-targets.ts';

/**
 * D² = 1 − loss(y, ŷ) / loss(y, α-quantile of y) of the pinball loss.
 *
 * @shape yTrue, yPred [N] or [N, K]
 * @special NaN for fewer than two samples
 * @reference agrees with sklearn.metrics.d2_pinball_score
 * @example
 * d2PinballScore([1, 2, 3], [1, 3, 3]) // => 0.5
 */
export function d2PinballScore<M extends Multioutput = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: PinballOptions<M> = {},
): Combined<M> {
  return d2<M>('d2PinballScore', yTrue, yPred, options);
}

/**
 * D² = 1 − Σ|y − ŷ| / Σ|y − median|.
 *
 * @shape yTrue, yPred [N] or [N, K]
 * @special NaN for fewer than two samples
 * @reference agrees with sklearn.metrics.d2_absolute_error_score
 * @example
 * d2AbsoluteErrorScore([1, 2, 3], [1, 3, 3]) // => 0.5
 */
export function d2AbsoluteErrorScore<M extends Multioutput = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: RegressionOptions<M> = {},
): Combined<M> {
  return d2<M>('d2AbsoluteErrorScore', yTrue, yPred, { ...options, alpha: 0.5 });
}

function d2<M extends Multioutput>(
  op: string,
  yTrue: Targets,
  yPred: Targets,
  options: PinballOptions<M>,
): Combined<M> {
  const { alpha = 0.5, multioutput } = options;
  requireParameter(op, 'alpha', alpha, alpha >= 0 && alpha <= 1, 'in [0, 1]');
  const targets = regressionTargets(op, yTrue, yPred, options);
  const { truth, n, k, weights } = targets;
  if (n < 2) return Number.NaN as Combined<M>;
  const quantiles = Float64Array.from({ length: k }, (_, j) => {
    const column = truth.filter((__, at) => at % k === j);
    return weights === null ? quantileInPlace(column, alpha) : weightedQuantile(column, weights, alpha);
  });
  const constant = { ...targets, guess: truth.map((_, at) => quantiles[at % k]) };
  return explained<M>(op, meanLosses(targets, pinball(alpha)), meanLosses(constant, pinball(alpha)), { multioutput });
}
