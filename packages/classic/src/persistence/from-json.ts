import type { AnyEstimator, EstimatorClass } from '../base/estimator.ts';
import { decodeEstimator } from './decode.ts';
import { PersistenceError } from './persistence-error.ts';

/**
 * The estimator that `JSON.stringify(estimator)` wrote down; every learned number has the same bits.
 *
 * Only the classes given here are made: a file cannot bring others. `loadEstimator` knows all of this package, and brings them
 * all into a bundle.
 *
 * @param json the text, or what `toJSON` returned
 * @param type the class of the estimator
 * @param others classes of the estimators inside it, and of yours
 * @throws {PersistenceError} when the data is damaged, of another version, or describes another class
 * @example
 * const scaler = new StandardScaler().fit([[1], [3]]);
 * fromJSON(JSON.stringify(scaler), StandardScaler).transform([[5]]).toArray() // => [[3]]
 */
export function fromJSON<E extends AnyEstimator>(
  json: unknown,
  type: EstimatorClass<E>,
  others: readonly EstimatorClass[] = [],
): E {
  const classes = new Map([type as EstimatorClass, ...others].map((each) => [each.estimatorName, each]));
  const estimator = decodeEstimator(json, classes);
  if (estimator.class !== (type as EstimatorClass))
    throw new PersistenceError(`expected ${type.estimatorName}, this is ${estimator.class.estimatorName}`);
  return estimator as E;
}
