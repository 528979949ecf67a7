import { matmul, sub, type Tensor, tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { eigh } from '../linalg/eigh.ts';
import { gram } from '../linalg/gram.ts';
import { multiply } from '../linalg/multiply.ts';
import { svd } from '../linalg/svd.ts';

export interface LeastSquares {
  /** [K, F] */
  readonly coef: Float64Array;
  /** Singular values of X, descending. */
  readonly singular: Float64Array;
  /** How many of them are not 0 to rounding. */
  readonly rank: number;
}

/** Up to this condition number the products of the columns are precise enough to start from. */
const mildCondition = 1e5;

/**
 * The W of least norm among those that minimize ‖X·Wᵀ − Y‖².
 *
 * Of a tall, well-conditioned X only XᵀX is decomposed; what its rounding costs is won back by solving again for the residuals.
 * Otherwise X itself is, and directions in which it is 0 to rounding count for nothing.
 *
 * @shape X [N, F], Y [N, K]
 * @complexity O(N·F·min(N, F))
 * @reference Björck, Numerical Methods for Least Squares Problems, §6.6 (refinement); LAPACK's gelsd for the rest
 */
export function leastSquares(X: Tensor<[number, number]>, Y: Tensor<[number, number]>): LeastSquares {
  const [n, features] = X.shape;
  return (n > features ? byProducts(X, Y) : null) ?? bySingularValues(X, Y);
}

function byProducts(X: Tensor<[number, number]>, Y: Tensor<[number, number]>): LeastSquares | null {
  const features = X.shape[1];
  const targets = Y.shape[1];
  const { values: squares, vectors } = eigh(gram(X), features);
  if (!(squares[0] * mildCondition ** 2 > squares[features - 1])) return null;
  const coef = new Float64Array(features * targets); // [F, K]
  for (let round = 0; round < 3; round++) {
    const pull = tidy(() => {
      const residual = round === 0 ? Y : sub(Y, matmul(X, matrix(coef, features, targets)));
      return values(matmul(X.transpose(), residual as never)).slice();
    });
    const inEigenvectors = multiply(vectors, pull, { size: [features, features, targets], transposeA: true });
    for (let i = 0; i < inEigenvectors.length; i++) inEigenvectors[i] /= squares[Math.floor(i / targets)];
    const change = multiply(vectors, inEigenvectors, { size: [features, features, targets] });
    for (let i = 0; i < coef.length; i++) coef[i] += change[i];
  }
  const singular = squares.slice().reverse().map(Math.sqrt);
  return { coef: rowsOfTargets(coef, features, targets), singular, rank: features };
}

function bySingularValues(X: Tensor<[number, number]>, Y: Tensor<[number, number]>): LeastSquares {
  const [n, features] = X.shape;
  const targets = Y.shape[1];
  const { U, s, Vt } = svd(values(X), n, features);
  const cutoff = Number.EPSILON * Math.max(n, features) * s[0];
  const rank = s.filter((value) => value > cutoff).length;
  const projected = multiply(U, values(Y), { size: [s.length, n, targets], transposeA: true });
  for (let i = 0; i < projected.length; i++) {
    const k = Math.floor(i / targets);
    projected[i] = k < rank ? projected[i] / s[k] : 0;
  }
  const coef = multiply(Vt, projected, { size: [features, s.length, targets], transposeA: true });
  return { coef: rowsOfTargets(coef, features, targets), singular: s, rank };
}

/** [F, K] → [K, F] */
export function rowsOfTargets(coef: Float64Array, features: number, targets: number): Float64Array {
  const rows = new Float64Array(coef.length);
  for (let j = 0; j < features; j++) for (let k = 0; k < targets; k++) rows[k * features + j] = coef[j * targets + k];
  return rows;
}
