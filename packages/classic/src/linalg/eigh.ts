import { contiguous, type Tensor, tidy } from '@ml/tensor';
import { matrix, values as tensorValues } from '../base/values.ts';
import { applyReflectors } from './householder.ts';
import { safeScale } from './safe-scale.ts';
import { tridiagonalEigen } from './tridiagonal-eigen.ts';
import { tridiagonalize } from './tridiagonalize.ts';

export interface SymmetricEigen {
  /** Ascending. [n] */
  readonly values: Float64Array;
  /** Orthonormal, one a column. [n, n] */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, A = V·diag(λ)·Vᵀ.
 *
 * Householder reflectors make it tridiagonal, the tridiagonal problem is solved by halving, and the reflectors are applied to its vectors.
 * Errors of the eigenvalues are a few ε times the largest.
 *
 * @shape a [n, n] row-major, only read; both triangles must agree
 * @throws {RangeError} when a has not n² elements
 * @complexity O(n³)
 * @reference Golub & Van Loan, Matrix Computations 4e, §8.3; agrees with numpy.linalg.eigh but for signs
 */
export function eigh(a: Float64Array, n: number): SymmetricEigen {
  if (a.length !== n * n) throw new RangeError(`eigh: ${a.length} numbers are no ${n} × ${n} matrix`);
  const { scaled, scale } = safeScale(a);
  const { diagonal, offDiagonal, reflectors } = tridiagonalize(scaled, n);
  const { values, rows } = tridiagonalEigen(diagonal, offDiagonal);
  const vectors = tidy(() => {
    const V = contiguous(matrix(rows, n, n).transpose()) as Tensor<[number, number]>;
    applyReflectors(V, reflectors);
    return tensorValues(V).slice();
  });
  return { values: scale === 1 ? values : values.map((value) => value * scale), vectors };
}
