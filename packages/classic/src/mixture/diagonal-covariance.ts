import { values } from '../base/values.ts';
import type { CovarianceModel } from './covariance-model.ts';
import { featureVariances, rowDistances, scaledDistances } from './row-distances.ts';

/** Features of a component are independent, each with its variance. @shape [K, F] */
export const diagonalCovariance: CovarianceModel = {
  shape: ({ k, f }) => [k, f],
  freedom: ({ k, f }) => k * f,

  estimate: ({ X, shares, counts, means }, regCovar) =>
    featureVariances(values(X), means, values(shares), counts).map((value) => value + regCovar),

  factor: inverseRoots,
  factorOfPrecisions: roots,
  precisions: (factors) => factors.map((value) => value * value),

  logDeterminants: (factors, { k, f }) =>
    Float64Array.from({ length: k }, (_, c) =>
      factors.subarray(c * f, (c + 1) * f).reduce((sum, value) => sum + Math.log(value), 0),
    ),

  distances: (X, means, factors) => scaledDistances(values(X), means, factors, X.shape[1]),
  spread: (covariances, c, { f }) => covariances.subarray(c * f, (c + 1) * f).map(Math.sqrt),
};

/** All features of a component are independent with the same variance. @shape [K] */
export const sphericalCovariance: CovarianceModel = {
  shape: ({ k }) => [k],
  freedom: ({ k }) => k,

  estimate({ X, shares, counts, means }, regCovar) {
    const f = X.shape[1];
    const each = featureVariances(values(X), means, values(shares), counts);
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
    const [n, f] = X.shape;
    const out = rowDistances(values(X), means, f);
    for (let i = 0; i < out.length; i++) out[i] *= factors[Math.floor(i / n)] ** 2;
    return out;
  },

  spread: (covariances, c, { f }) => new Float64Array(f).fill(Math.sqrt(covariances[c])),
};

function inverseRoots(variances: Float64Array): Float64Array | null {
  return variances.every((value) => value > 0) ? variances.map((value) => 1 / Math.sqrt(value)) : null;
}

function roots(precisions: Float64Array): Float64Array | null {
  return precisions.every((value) => value > 0) ? precisions.map(Math.sqrt) : null;
}
