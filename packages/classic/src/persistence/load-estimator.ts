import type { AnyEstimator, EstimatorClass } from '../base/estimator.ts';
import { allEstimators } from './all-estimators.ts';
import { decodeEstimator } from './decode.ts';

/**
 * Whatever estimator of this package `JSON.stringify(estimator)` wrote down.
 *
 * It knows every class, and so brings them all into a bundle; `fromJSON` brings the one that it is given.
 *
 * @param json the text, or what `toJSON` returned
 * @param others classes of your own that may be inside
 * @throws {PersistenceError} when the data is damaged, of another version, or of a class that is not known
 * @example
 * const text = JSON.stringify(new StandardScaler().fit([[1], [3]]));
 * loadEstimator(text).class.estimatorName // => 'StandardScaler'
 */
export function loadEstimator(json: unknown, others: readonly EstimatorClass[] = []): AnyEstimator {
  const classes = [...allEstimators, ...others];
  return decodeEstimator(json, new Map(classes.map((type) => [type.estimatorName, type])));
}
