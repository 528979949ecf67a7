import type { Tensor } from '@ml/tensor';
import type { AnyEstimator } from '../base/estimator.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { isMultimetric } from '../metrics/check-scoring.ts';
import { type CrossValScoreOptions, crossValidateAs } from './cross-validate.ts';
import type { Samples } from './samples.ts';

/**
 * One score for each way to divide the samples: fitted on one part, judged on the other; see `crossValidate`.
 *
 * @shape → [number of splits]
 * @reference agrees with sklearn.model_selection.cross_val_score
 * @example
 * crossValScore(new LinearRegression(), [[0], [1], [2], [3]], [0, 2, 4, 6], { cv: 2, scoring: 'max_error' }).shape // => [2]
 */
export function crossValScore(
  estimator: AnyEstimator,
  X: Samples,
  y: Samples | null = null,
  options: CrossValScoreOptions = {},
): Tensor<[number]> {
  const { scoring = null } = options;
  if (isMultimetric(scoring)) throw new ParameterError('crossValScore: one scorer; crossValidate takes several');
  return crossValidateAs('crossValScore', estimator, { X, y }, options).testScores.score;
}
