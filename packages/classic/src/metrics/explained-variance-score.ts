import { columnMean, type ExplainedOptions, explained, residualsOf, spread } from './explained-scores.ts';
import { type Combined, type Multioutput, regressionTargets, type Targets } from './regression-targets.ts';

/**
 * 1 − Var(y − ŷ) / Var(y): R² that forgives being too high or too low throughout.
 *
 * @shape yTrue, yPred [N] or [N, K]
 * @reference agrees with sklearn.metrics.explained_variance_score
 * @example
 * explainedVarianceScore([1, 2, 3], [2, 3, 4]) // => 1
 */
export function explainedVarianceScore<M extends Multioutput | 'variance_weighted' = 'uniform_average'>(
  yTrue: Targets,
  yPred: Targets,
  options: ExplainedOptions<M> = {},
): Combined<M> {
  const targets = regressionTargets('explainedVarianceScore', yTrue, yPred, options);
  const { truth, k } = targets;
  const residuals = residualsOf(targets);
  const around = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: k }, (_, j) => spread(values, targets, j, columnMean(values, targets, j)));
  return explained<M>('explainedVarianceScore', around(residuals), around(truth), options);
}
