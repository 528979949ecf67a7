import { matmul, sub, type Tensor, tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { cholesky } from '../linalg/cholesky.ts';
import { gram } from '../linalg/gram.ts';
import { multiply } from '../linalg/multiply.ts';
import { transposed } from '../linalg/transposed.ts';
import type { CovarianceModel } from './covariance-model.ts';
import { rowDistances } from './row-distances.ts';
import { logDiagonal, precisionFactor, timesItsTranspose } from './triangular-factor.ts';

/** All components share one covariance. @shape [F, F] */
export const tiedCovariance: CovarianceModel = {
  shape: ({ f }) => [f, f],
  freedom: ({ f }) => (f * (f + 1)) / 2,

  estimate({ X, shares, counts, means }, regCovar) {
    const [n, f] = X.shape;
    const k = counts.length;
    // What is within components is what there is in all, less what is between their means; about the mean of all nothing cancels.
    return tidy(() => {
      const weights = shares.sum({ axis: 0 }); // 1 but for rounding, except at some starts
      const total = counts.reduce((sum, count) => sum + count, 0);
      const mean = matmul(weights, X as never).div(total) as Tensor;
      const all = gram(sub(X, mean).mul(weights.sqrt().reshape([n, 1])) as Tensor);
      const between = values(sub(matrix(means, k, f), mean) as Tensor).slice();
      const weighted = between.map((value, i) => value * counts[Math.floor(i / f)]);
      const product = multiply(between, weighted, { size: [f, k, f], transposeA: true });
      const covariance = all.map((value, i) => (value - product[i]) / total);
      for (let j = 0; j < f; j++) covariance[j * f + j] += regCovar;
      return covariance;
    });
  },

  factor: (covariance, { f }) => precisionFactor(covariance, f),
  factorOfPrecisions: (precision, { f }) => cholesky(precision, f),
  precisions: (factor, { f }) => timesItsTranspose(factor, f),
  logDeterminants: (factor, { k, f }) => new Float64Array(k).fill(logDiagonal(factor, f)),

  distances(X, means, factor) {
    const f = X.shape[1];
    return tidy(() => {
      const mean = X.mean({ axis: 0 });
      const turn = matrix(factor, f, f);
      const turned = matmul(sub(X, mean), turn as never) as Tensor<[number, number]>;
      const centres = matmul(sub(matrix(means, means.length / f, f), mean), turn as never) as Tensor;
      return rowDistances(turned, values(centres));
    });
  },

  spread: (covariance, _, { f }) => transposed(cholesky(covariance, f) as Float64Array, f, f),
};
