import { allocate, matmul, sub, type Tensor, tidy } from '@ml/tensor';
import { matrix, values, vector } from '../base/values.ts';
import { cholesky } from '../linalg/cholesky.ts';
import { gram } from '../linalg/gram.ts';
import { transposed } from '../linalg/transposed.ts';
import type { CovarianceModel } from './covariance-model.ts';
import { rowDistances } from './row-distances.ts';
import { logDiagonal, mapMatrices, precisionFactor, timesItsTranspose } from './triangular-factor.ts';

/** Every component has a covariance of its own. @shape [K, F, F] */
export const fullCovariance: CovarianceModel = {
  shape: ({ k, f }) => [k, f, f],
  freedom: ({ k, f }) => (k * f * (f + 1)) / 2,

  estimate({ X, shares, counts, means }, regCovar) {
    const [n, f] = X.shape;
    const out = new Float64Array(means.length * f);
    counts.forEach((count, c) => {
      tidy(() => {
        // Rows √share·(x − μ): their XᵀX is the sum.
        const roots = values(shares)
          .subarray(c * n, (c + 1) * n)
          .map(Math.sqrt);
        const rows = sub(X, vector(means.subarray(c * f, (c + 1) * f))).mul(matrix(roots, n, 1)) as Tensor;
        const covariance = gram(rows);
        for (let i = 0; i < covariance.length; i++) covariance[i] /= count;
        for (let j = 0; j < f; j++) covariance[j * f + j] += regCovar;
        out.set(covariance, c * f * f);
      });
    });
    return out;
  },

  factor: (covariances, { f }) => mapMatrices(covariances, f, (one) => precisionFactor(one, f)),
  factorOfPrecisions: (precisions, { f }) => mapMatrices(precisions, f, (one) => cholesky(one, f)),
  precisions: (factors, { f }) => mapMatrices(factors, f, (one) => timesItsTranspose(one, f)) as Float64Array,

  logDeterminants: (factors, { k, f }) =>
    Float64Array.from({ length: k }, (_, c) => logDiagonal(factors.subarray(c * f * f, (c + 1) * f * f), f)),

  distances(X, means, factors) {
    const [n, f] = X.shape;
    const k = means.length / f;
    const out: Tensor<[number, number]> = allocate([k, n], 'float64');
    const origin = new Float64Array(f);
    for (let c = 0; c < k; c++)
      tidy(() => {
        const centered = sub(X, vector(means.subarray(c * f, (c + 1) * f)));
        const factor = matrix(factors.subarray(c * f * f, (c + 1) * f * f), f, f);
        const turned = matmul(centered, factor as never) as Tensor<[number, number]>;
        values(out).set(values(rowDistances(turned, origin)), c * n);
      });
    return out;
  },

  spread: (covariances, c, { f }) =>
    transposed(cholesky(covariances.subarray(c * f * f, (c + 1) * f * f), f) as Float64Array, f, f),
};
