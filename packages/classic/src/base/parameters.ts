import type { AnyEstimator } from './estimator.ts';

/** Whether a value is an estimator: it can be cloned and has a class with a name. */
export function isEstimator(value: unknown): value is AnyEstimator {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as AnyEstimator).clone === 'function' &&
    typeof (value as AnyEstimator).class?.estimatorName === 'string'
  );
}

/** A copy that shares nothing that can change: estimators are cloned, lists and plain objects copied, the rest kept. */
export function cloneParameter(value: unknown): unknown {
  if (isEstimator(value)) return value.clone();
  if (Array.isArray(value)) return value.map(cloneParameter);
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, cloneParameter(entry)]));
  return value;
}
