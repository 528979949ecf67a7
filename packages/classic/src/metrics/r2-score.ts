import { columnMean, type ExplainedOptions, explained, residualsOf, spread } from './explained-scores.ts';
import { type Combined, type Multioutput, regressionTargets, type Targets } from './regression-targets.ts';

/**
 * R² = 1 − Σw(y − ŷ)² / Σw(y − ȳ)²: 1 is perfect, 0 what the mean would reach, and there is worse.
 *
 * @shape yTrue, yPred [N] or [N, K]
 * @special NaN for fewer than two samples
 * @reference agrees with sklearn.metrics.r2_score
 * @example
 * r2Score([1, 2, 3], [1, 2, 4]) // => 0.5
 */
export function r2Score<M extends Multioutput | 'variance_weighted' = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: ExplainedOptions<M> = {},
): Combined<M> {
  const targets = regressionTargets('r2Score', yTrue, yPred, options);
  const { truth, n, k } = targets;
  if (n < 2) return Number.NaN as Combined<M>;
  const residuals = residualsOf(targets);
  const left = Float64Array.from({ length: k }, (_, j) => spread(residuals, targets, j, 0));
  const whole = left.map((_, j) => spread(truth, targets, j, columnMean(truth, targets, j)));
  return explained<M>('r2Score', left, whole, options);
}
