// Estimators that an ensemble is made of.
import type { Rng, Tensor } from '@ml/tensor';
import type { AnyEstimator } from '../base/estimator.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import type { EstimatorKind } from '../base/tags.ts';

/** What ensembles ask of their members; whether there is a method, `hasMethod` says. */
export interface Member {
  fit(X: unknown, y: unknown, options?: object): unknown;
  predict(X: unknown): Tensor;
  predictProba(X: unknown): Tensor;
  decisionFunction(X: unknown): Tensor;
  readonly classes_: readonly number[];
  readonly featureImportances_?: Tensor;
}

/** The same estimator, as something that can be asked. */
export function member(estimator: AnyEstimator): Member {
  return estimator as unknown as Member;
}

/** Seeds are below this. */
const seeds = 2 ** 31;

/** A copy with seeds drawn for itself and for all its parts. */
export function seededClone(estimator: AnyEstimator, rng: Rng): AnyEstimator {
  const copy = estimator.clone();
  const names = Object.keys(copy.getParams()).filter(
    (name) => name === 'randomState' || name.endsWith('__randomState'),
  );
  return copy.setParams(Object.fromEntries(names.sort().map((name) => [name, rng.integers(0, seeds)])));
}

/** @throws {ParameterError} unless it is an estimator of that kind, or null where there is a default */
export function requireEstimator(
  owner: string,
  name: string,
  value: unknown,
  kind: EstimatorKind,
): asserts value is AnyEstimator | null {
  const fits = value === null || (isEstimator(value) && value.tags.kind === kind);
  requireParameter(owner, name, value, fits, `a ${kind} or null`);
}
