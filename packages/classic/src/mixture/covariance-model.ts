import type { Tensor } from '@ml/tensor';

/** Samples and how much each belongs to each component. */
export interface Memberships {
  /** [N, F] */
  readonly X: Tensor<[number, number]>;
  /** [K, N], columns sum to 1 */
  readonly shares: Tensor<[number, number]>;
  /** Sums of the shares. [K] */
  readonly counts: Float64Array;
  /** [K, F] */
  readonly means: Float64Array;
}

/** Number of components and of features. */
export interface MixtureSize {
  readonly k: number;
  readonly f: number;
}

/**
 * A form that covariances may have: what is estimated, stored and used to measure distances.
 *
 * The factor P of a precision Λ = P·Pᵀ turns the distance of Mahalanobis into one of Euclid, |(x − μ)·P|.
 */
export interface CovarianceModel {
  /** Shape of covariances, precisions and factors. */
  shape(size: MixtureSize): number[];
  /** Free numbers in the covariances. */
  freedom(size: MixtureSize): number;
  /** Covariances of the members of each component, `regCovar` added to every variance. */
  estimate(members: Memberships, regCovar: number): Float64Array;
  /** Factors of the precisions; null where a covariance is not positive definite. */
  factor(covariances: Float64Array, size: MixtureSize): Float64Array | null;
  /** Factors of given precisions; null where one is not positive definite. */
  factorOfPrecisions(precisions: Float64Array, size: MixtureSize): Float64Array | null;
  precisions(factors: Float64Array, size: MixtureSize): Float64Array;
  /** ln det P of each component. [K] */
  logDeterminants(factors: Float64Array, size: MixtureSize): Float64Array;
  /** |(x − μ)·P|² of every sample for every component. [K, N] */
  distances(X: Tensor<[number, number]>, means: Float64Array, factors: Float64Array): Tensor<[number, number]>;
  /** What standard normal numbers must be multiplied with, from the right, to have the covariance of component c. [F, F] or [F] */
  spread(covariances: Float64Array, component: number, size: MixtureSize): Float64Array;
}
