import type { AnyEstimator } from '../base/estimator.ts';
import { cloneParameter } from '../base/parameters.ts';
import type { Candidate } from './parameter-grid.ts';

/** A clone of the estimator with some parameters changed; estimators among these are cloned, too. */
export function candidateEstimator(estimator: AnyEstimator, params: Candidate): AnyEstimator {
  return estimator.clone().setParams(cloneParameter(params) as Candidate);
}
