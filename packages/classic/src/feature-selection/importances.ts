import { isTensor, type Tensor, toTypedArray } from '@ml/tensor';
import type { AnyEstimator } from '../base/estimator.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { NotFittedError } from '../base/not-fitted-error.ts';
import { ParameterError } from '../base/parameter-error.ts';

/**
 * Where importances of features are found: 'auto' takes `coef_`, else `featureImportances_`; a path goes through properties, as
 * 'namedSteps.model.coef_'; or a function of yours.
 */
export type ImportanceGetter = string | ((estimator: AnyEstimator) => Tensor | VectorLike);

/** How several coefficients of a feature become one number: Σ|c|ᵖ to the power 1/p, or Σc². */
export type Combination = { readonly norm: number } | 'squares';

/**
 * How important each feature is to a fitted estimator, ≥ 0.
 *
 * @param owner who asks, for messages
 * @throws {ParameterError} when the estimator says nothing of it
 */
export function importancesOf(
  owner: string,
  estimator: AnyEstimator,
  getter: ImportanceGetter,
  combination: Combination,
): Float64Array {
  const found = typeof getter === 'function' ? getter(estimator) : lookUp(owner, estimator, getter);
  const numbers = isTensor(found) ? toTypedArray(found) : found;
  const features = isTensor(found) ? found.shape[found.rank - 1] : numbers.length;
  const out = new Float64Array(features);
  const power = combination === 'squares' ? 2 : combination.norm;
  const isSingle = features === numbers.length;
  for (let at = 0; at < numbers.length; at++) {
    const value = Math.abs(numbers[at]);
    const j = at % features;
    if (power === Number.POSITIVE_INFINITY) out[j] = Math.max(out[j], value);
    else if (power === 1 || (isSingle && combination !== 'squares')) out[j] += value;
    else out[j] += value ** power;
  }
  const isRoot = combination !== 'squares' && !isSingle && power !== 1 && power !== Number.POSITIVE_INFINITY;
  return isRoot ? out.map((sum) => sum ** (1 / power)) : out;
}

function lookUp(owner: string, estimator: AnyEstimator, path: string): Tensor | VectorLike {
  const names = path === 'auto' ? [autoName(owner, estimator)] : path.split('.');
  let value: unknown = estimator;
  for (const name of names) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
    if (value === undefined)
      throw new ParameterError(
        `${owner}: importanceGetter '${path}' leads nowhere in ${estimator.class.estimatorName}`,
      );
  }
  return value as Tensor | VectorLike;
}

function autoName(owner: string, estimator: AnyEstimator): string {
  for (const name of ['coef_', 'featureImportances_']) if (name in estimator) return name;
  throw new ParameterError(
    `${owner}: ${estimator.class.estimatorName} has neither coef_ nor featureImportances_; say with importanceGetter where they are`,
  );
}

/** The estimator that a selector works with. @throws {ParameterError} when there is none */
export function requireEstimator(owner: string, estimator: AnyEstimator | null): AnyEstimator {
  if (estimator === null || typeof estimator?.clone !== 'function')
    throw new ParameterError(`${owner}: estimator must be one that has coef_ or featureImportances_ once it is fitted`);
  return estimator;
}

/** @throws {NotFittedError} unless it is fitted */
export function requireFitted(estimator: AnyEstimator): AnyEstimator {
  if (!estimator.isFitted) throw new NotFittedError(estimator.class.estimatorName);
  return estimator;
}

/** Fits it, whatever it takes. */
export function fitWith(estimator: AnyEstimator, X: Tensor, y: unknown, options: object): void {
  (estimator as unknown as { fit(X: unknown, y: unknown, options: object): unknown }).fit(X, y, options);
}
