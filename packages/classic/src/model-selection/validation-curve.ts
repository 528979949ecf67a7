import { type Tensor, tidy } from '@ml/tensor';
import type { AnyEstimator } from '../base/estimator.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { isMultimetric } from '../metrics/check-scoring.ts';
import { candidateEstimator } from './candidate-estimator.ts';
import { type CrossValScoreOptions, prepare, runFits } from './cross-validate.ts';
import { scoreTable } from './learning-curve.ts';
import type { Samples } from './samples.ts';

export interface ValidationCurveOptions extends CrossValScoreOptions {
  /** The parameter to change; `part__name` reaches into a part. */
  readonly paramName: string;
  /** Its values. */
  readonly paramRange: readonly unknown[];
}

export interface ValidationCurve {
  /** [values, splits] */
  readonly trainScores: Tensor<[number, number]>;
  /** [values, splits] */
  readonly testScores: Tensor<[number, number]>;
}

/**
 * Scores of an estimator as one of its parameters changes.
 *
 * @reference agrees with sklearn.model_selection.validation_curve
 */
export function validationCurve(
  estimator: AnyEstimator,
  X: Samples,
  y: Samples | null,
  options: ValidationCurveOptions,
): ValidationCurve {
  const op = 'validationCurve';
  const { paramName, paramRange, scoring = null } = options;
  if (isMultimetric(scoring)) throw new ParameterError(`${op}: one scorer is needed`);
  if (!Array.isArray(paramRange) || paramRange.length === 0)
    throw new ParameterError(`${op}: paramRange must be a list`);
  const { results, nSplits } = tidy(() => {
    const { splits, setting } = prepare(op, estimator, { X, y }, { ...options, returnTrainScore: true });
    const jobs = paramRange.flatMap((value) =>
      splits.map((split) => ({ estimator: candidateEstimator(estimator, { [paramName]: value }), split })),
    );
    return { results: runFits(op, jobs, setting, options), nSplits: splits.length };
  });
  return { trainScores: scoreTable(results, 'train', nSplits), testScores: scoreTable(results, 'test', nSplits) };
}
