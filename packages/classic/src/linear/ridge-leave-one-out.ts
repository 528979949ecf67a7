import type { Tensor } from '@ml/tensor';
import { values } from '../base/values.ts';
import { gramSVD } from '../linalg/gram-svd.ts';
import { multiply } from '../linalg/multiply.ts';
import { type SVD, svd } from '../linalg/svd.ts';
import { transposed } from '../linalg/transposed.ts';
import type { Centered } from './centered.ts';

/** Ridge regression for many strengths of the penalty, and how well it predicts samples that were left out. */
export interface LeaveOneOut {
  /** Squares of the errors, times the weights, of each sample and target when it alone is left out. [N, K] */
  squaredErrors(alpha: number): Float64Array;
  /** Coefficients for all samples. [F, K] */
  coef(alpha: number): Float64Array;
}

/**
 * Leave-one-out errors of ridge regression without N fits: the residual divided by how much of it the sample itself does not explain.
 *
 * With X = U·S·Vᵀ the fit is H·y, H = U·S²/(S² + α)·Uᵀ + qqᵀ, q the direction of the intercept; the error is (y − Hy)ᵢ / (1 − Hᵢᵢ).
 * Where U and q span everything, 1 − H has no part that is 1, and both sides are computed divided by α, so that nothing cancels
 * for small α.
 *
 * @param weights those that the data was scaled with
 * @complexity O(N·F·min(N, F)) once, O(N·min(N, F)·K) for each α
 * @reference Rifkin & Lippert 2007, as in scikit-learn's RidgeCV
 */
export function ridgeLeaveOneOut(
  { X, y }: Centered,
  { weights, fitIntercept }: { readonly weights: Float64Array | null; readonly fitIntercept: boolean },
): LeaveOneOut {
  const [n, features] = X.shape;
  const targets = y.shape[1];
  const Y = values(y).slice();
  const { U, s, Vt } = n > features ? tallSVD(X) : svd(values(X), n, features);
  const count = s.length;
  const cutoff = Number.EPSILON * Math.max(n, features) * s[0];
  const rank = s.filter((value) => value > cutoff).length;
  const spansAll = rank + (fitIntercept ? 1 : 0) >= n;
  const projected = multiply(U, Y, { size: [count, n, targets], transposeA: true });
  const total = weights === null ? n : weights.reduce((sum, weight) => sum + weight, 0);
  return {
    squaredErrors(alpha) {
      const kept = new Float64Array(count); // of 1 − H along each direction, divided by α where they span all
      for (let k = 0; k < rank; k++)
        kept[k] = spansAll ? 1 / (s[k] * s[k] + alpha) : (-s[k] * s[k]) / (s[k] * s[k] + alpha);
      const scaled = projected.map((value, at) => value * kept[Math.floor(at / targets)]);
      const out = multiply(U, scaled, { size: [n, count, targets] });
      for (let i = 0; i < n; i++) {
        const leverage = fitIntercept ? (weights === null ? 1 : weights[i]) / total : 0;
        let own = spansAll ? 0 : 1 - leverage;
        for (let k = 0; k < rank; k++) own += kept[k] * U[i * count + k] ** 2;
        for (let t = i * targets; t < (i + 1) * targets; t++) {
          const residual = spansAll ? out[t] : Y[t] + out[t];
          out[t] = (residual / own) ** 2;
        }
      }
      return out;
    },
    coef(alpha) {
      const scaled = projected.map((value, at) => {
        const k = Math.floor(at / targets);
        return k < rank ? (value * s[k]) / (s[k] * s[k] + alpha) : 0;
      });
      return multiply(Vt, scaled, { size: [features, count, targets], transposeA: true });
    },
  };
}

/** By products of the columns; directions in which X is 0 have zeros in U. */
function tallSVD(X: Tensor<[number, number]>): SVD {
  const features = X.shape[1];
  const { s, V, scores } = gramSVD(X);
  const cutoff = Number.EPSILON * X.shape[0] * s[0];
  const U = values(scores).map((value, at) => (s[at % features] > cutoff ? value / s[at % features] : 0));
  scores.dispose();
  return { U, s, Vt: transposed(V, features, features) };
}
