import { toTypedArray } from '@ml/tensor';
import type { AnyEstimator } from '../base/estimator.ts';
import { ParameterError, requireCount, requireNonNegative } from '../base/parameter-error.ts';
import type { RandomState } from '../base/random-state.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { member } from './weak-learners.ts';

/** Hyper-parameters that both kinds of AdaBoost have. */
export interface AdaBoostParams {
  /** What is boosted; null: a small decision tree. */
  readonly estimator: AnyEstimator | null;
  readonly nEstimators: number;
  /** How much each one counts; > 0. */
  readonly learningRate: number;
  readonly randomState: RandomState;
}

export const adaBoostDefaults: AdaBoostParams = {
  estimator: null,
  nEstimators: 50,
  learningRate: 1,
  randomState: null,
};

/** What AdaBoost learns. */
export interface AdaBoosted {
  readonly estimators: readonly AnyEstimator[];
  /** How much each says; zeros follow where it ended early. @shape [nEstimators] */
  readonly estimatorWeights: Float64Array;
  /** Weighted share of errors of each; ones follow where it ended early. @shape [nEstimators] */
  readonly estimatorErrors: Float64Array;
}

/** One more member of the ensemble. */
export interface Boost {
  readonly estimator: AnyEstimator;
  readonly weight: number;
  readonly error: number;
  /** Weights of the samples for the next one; any sum. */
  readonly sampleWeights: Float64Array;
}

/** @throws {ParameterError} */
export function checkAdaBoostParams(name: string, params: AdaBoostParams): void {
  requireCount(name, 'nEstimators', params.nEstimators);
  requireNonNegative(name, 'learningRate', params.learningRate, { above: true });
}

/**
 * Fits one member after the other, each on weights of the samples that the one before it leaves; ends early when one makes no error,
 * or no member is better than chance.
 *
 * @param given weights of the samples, null: all the same
 * @param next fits a member; null: it was of no use
 */
export function adaBoost(
  n: number,
  given: Float64Array | null,
  nEstimators: number,
  next: (sampleWeights: Float64Array, isLast: boolean, isFirst: boolean) => Boost | null,
): AdaBoosted {
  const estimators: AnyEstimator[] = [];
  const estimatorWeights = new Float64Array(nEstimators);
  const estimatorErrors = new Float64Array(nEstimators).fill(1);
  let weights = normalized(given ?? new Float64Array(n).fill(1));
  for (let round = 0; round < nEstimators; round++) {
    // No sample that counts is ever forgotten for good.
    weights = weights.map((weight, i) => (given?.[i] === 0 ? 0 : Math.max(weight, Number.EPSILON)));
    const boost = next(weights, round === nEstimators - 1, round === 0);
    if (boost === null) break;
    estimators.push(boost.estimator);
    estimatorWeights[round] = boost.weight;
    estimatorErrors[round] = boost.error;
    const sum = boost.sampleWeights.reduce((total, weight) => total + weight, 0);
    if (boost.error === 0 || !(sum > 0) || !Number.isFinite(sum)) break;
    weights = normalized(boost.sampleWeights);
  }
  return { estimators, estimatorWeights, estimatorErrors };
}

function normalized(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Mean importance of each feature, by the weights of the members. @throws {ParameterError} when they have none */
export function adaBoostImportances(name: string, { estimators, estimatorWeights }: AdaBoosted): Float64Array {
  const total = estimatorWeights.reduce((sum, weight) => sum + weight, 0) || 1;
  let sums: Float64Array | null = null;
  estimators.forEach((estimator, m) => {
    const own = member(estimator).featureImportances_;
    if (own === undefined)
      throw new ParameterError(`${name}: ${estimator.class.estimatorName} has no featureImportances_`);
    const list = toTypedArray(own);
    sums ??= new Float64Array(list.length);
    for (let f = 0; f < list.length; f++) sums[f] += (estimatorWeights[m] / total) * list[f];
  });
  return sums ?? new Float64Array(0);
}

/** What AdaBoost learned, from a file. @throws {PersistenceError} */
export function readAdaBoosted(read: StateReader): AdaBoosted {
  const estimators = read.estimators('estimators');
  const estimatorWeights = read.float64('estimatorWeights');
  const fits = estimators.length > 0 && estimators.length <= estimatorWeights.length;
  read.require(fits && estimators.every((each) => each.isFitted), 'has no fitted estimators');
  return { estimators, estimatorWeights, estimatorErrors: read.float64('estimatorErrors', estimatorWeights.length) };
}
