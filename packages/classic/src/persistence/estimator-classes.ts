import type { AnyEstimator, EstimatorClass } from '../base/estimator.ts';
import { isEstimator } from '../base/parameters.ts';
import type { EstimatorClasses } from './decode.ts';

/**
 * Adds the classes of an estimator and of all that are among its parameters.
 *
 * @returns false when one of them has no name of its own: it would be taken for the class that it is derived from
 */
export function collectClasses(estimator: AnyEstimator, into: Map<string, EstimatorClass>): boolean {
  const type = estimator.class as EstimatorClass;
  const known = into.get(type.estimatorName);
  if (!Object.hasOwn(type, 'estimatorName') || (known !== undefined && known !== type)) return false;
  into.set(type.estimatorName, type);
  return Object.values(estimator.params as object).every((value) => collectFrom(value, into));
}

function collectFrom(value: unknown, into: Map<string, EstimatorClass>): boolean {
  if (isEstimator(value)) return collectClasses(value, into);
  if (Array.isArray(value)) return value.every((entry) => collectFrom(entry, into));
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.values(value).every((entry) => collectFrom(entry, into));
  return true;
}

const provided = new Map<string, EstimatorClass>();

/** Makes classes known to tasks on this thread. */
export function provideClasses(classes: Iterable<EstimatorClass>): void {
  for (const type of classes) provided.set(type.estimatorName, type);
}

/** The classes that tasks on this thread can make. */
export function providedClasses(): EstimatorClasses {
  return provided;
}
