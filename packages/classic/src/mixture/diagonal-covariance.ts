import type { CovarianceModel } from './covariance-model.ts';
import { featureVariances, rowDistances } from './row-distances.ts';

/** Features of a component are independent, each with its variance. @shape [K, F] */
export const diagonalCovariance: CovarianceModel = {
  shape: ({ k, f }) => [k, f],
  freedom: ({ k, f }) => k * f,

  estimate: ({ X, shares, counts, means }, regCovar) =>
    featureVariances(X, shares, counts, means).map((value) => value + regCovar),

  factor: inverseRoots,
  factorOfPrecisions: roots,
  precisions: (factors) => factors.map((value) => value * value),

  logDeterminants: (factors, { k, f }) =>
    Float64Array.from({ length: k }, (_, c) =>
      factors.subarray(c * f, (c + 1) * f).reduce((sum, value) => sum + Math.log(value), 0),
    ),

  distances: (X, means, factors) => rowDistances(X, means, factors),
  spread: (covariances, c, { f }) => covariances.subarray(c * f, (c + 1) * f).map(Math.sqrt),
};

/** All features of a component are independent with the same variance. @shape [K] */
export const sphericalCovariance: CovarianceModel = {
  shape: ({ k }) => [k],
  freedom: ({ k }) => k,

  estimate({ X, shares, counts, means }, regCovar) {
    const f = X.shape[1];
    const each = featureVariances(X, shares, counts, means);
    return counts.map((_, c) => {
      let sum = 0;
      for (let j = c * f; j < (c + 1) * f; j++) sum += each[j];
      return sum / f + regCovar;
    });
  },

  factor: inverseRoots,
  factorOfPrecisions: roots,
  precisions: (factors) => factors.map((value) => value * value),
  logDeterminants: (factors, { f }) => factors.map((value) => f * Math.log(value)),

  distances(X, means, factors) {
    const f = X.shape[1];
    return rowDistances(
      X,
      means,
      means.map((_, i) => factors[Math.floor(i / f)]),
    );
  },

  spread: (covariances, c, { f }) => new Float64Array(f).fill(Math.sqrt(covariances[c])),
};

function inverseRoots(variances: Float64Array): Float64Array | null {
  return variances.every((value) => value > 0) ? variances.map((value) => 1 / Math.sqrt(value)) : null;
}

function roots(precisions: Float64Array): Float64Array | null {
  return precisions.every((value) => value > 0) ? precisions.map(Math.sqrt) : null;
}
