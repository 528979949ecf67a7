import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import type { RandomState } from '../base/random-state.ts';

/** Hyper-parameters that both histogram gradient boosters have. */
export interface HistBoostingParams {
  /** What every tree's values are multiplied by; > 0. */
  readonly learningRate: number;
  /** Most iterations; one tree each, with more than two classes one for each class. */
  readonly maxIter: number;
  /** Most leaves of a tree; null: no limit. */
  readonly maxLeafNodes: number | null;
  /** Most edges from the root to a leaf; null: no limit. */
  readonly maxDepth: number | null;
  readonly minSamplesLeaf: number;
  /** Added to the sum of second derivatives of a leaf; ≥ 0. */
  readonly l2Regularization: number;
  /** Most bins for the values of a feature, 2 … 255; one more is for missing values. */
  readonly maxBins: number;
  /** Which features hold categories 0, 1, … < maxBins: their numbers, their names, or a mask. */
  readonly categoricalFeatures: readonly number[] | readonly string[] | readonly boolean[] | null;
  /** For each feature 1 where predictions may only rise with it, −1 where they may only fall, 0 where both is fine. */
  readonly monotonicCst: readonly number[] | null;
  /** Sets of features that may occur together on a path from the root; features in none of them make one more set. */
  readonly interactionCst: 'pairwise' | 'no_interactions' | readonly (readonly number[])[] | null;
  /** Whether to stop when the score does not improve; 'auto': where there are more than 10,000 samples. */
  readonly earlyStopping: 'auto' | boolean;
  /** What early stopping looks at. */
  readonly scoring: 'loss';
  /** Share (below 1) or number of samples that are kept for the score; null: the score is that of the training samples. */
  readonly validationFraction: number | null;
  /** Iterations without an improvement until it stops. */
  readonly nIterNoChange: number;
  /** The least that counts as an improvement. */
  readonly tol: number;
  readonly randomState: RandomState;
}

export const histBoostingDefaults: HistBoostingParams = {
  learningRate: 0.1,
  maxIter: 100,
  maxLeafNodes: 31,
  maxDepth: null,
  minSamplesLeaf: 20,
  l2Regularization: 0,
  maxBins: 255,
  categoricalFeatures: null,
  monotonicCst: null,
  interactionCst: null,
  earlyStopping: 'auto',
  scoring: 'loss',
  validationFraction: 0.1,
  nIterNoChange: 10,
  tol: 1e-7,
  randomState: null,
};

/** What can be said of the parameters before X is seen. @throws {ParameterError} */
export function checkHistBoostingParams(estimator: string, params: HistBoostingParams): void {
  const { maxLeafNodes, maxDepth, maxBins, validationFraction: fraction } = params;
  requireNonNegative(estimator, 'learningRate', params.learningRate, { above: true });
  requireCount(estimator, 'maxIter', params.maxIter);
  if (maxLeafNodes !== null) requireCount(estimator, 'maxLeafNodes', maxLeafNodes, 2);
  if (maxDepth !== null) requireCount(estimator, 'maxDepth', maxDepth);
  requireCount(estimator, 'minSamplesLeaf', params.minSamplesLeaf);
  requireNonNegative(estimator, 'l2Regularization', params.l2Regularization);
  const binsFit = Number.isSafeInteger(maxBins) && maxBins >= 2 && maxBins <= 255;
  requireParameter(estimator, 'maxBins', maxBins, binsFit, 'an integer from 2 to 255');
  requireOneOf(estimator, 'earlyStopping', params.earlyStopping, ['auto', true, false]);
  requireOneOf(estimator, 'scoring', params.scoring, ['loss']);
  requireParameter(
    estimator,
    'validationFraction',
    fraction,
    fraction === null || (fraction > 0 && fraction < 1) || (Number.isSafeInteger(fraction) && fraction >= 1),
    'null, a share between 0 and 1 or a number of samples',
  );
  requireCount(estimator, 'nIterNoChange', params.nIterNoChange);
  requireNonNegative(estimator, 'tol', params.tol);
}
