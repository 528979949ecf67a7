import { reflectorProduct } from './householder.ts';
import { safeScale } from './safe-scale.ts';
import { transposed } from './transposed.ts';
import { tridiagonalQL } from './tridiagonal-ql.ts';
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
 * Householder reflectors make it tridiagonal, the tridiagonal problem is solved, and the reflectors are applied to its vectors.
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
  const rows = transposed(reflectorProduct(reflectors, n), n, n);
  tridiagonalQL(diagonal, offDiagonal, rows);
  const order = Int32Array.from(diagonal.keys()).sort((i, j) => diagonal[i] - diagonal[j]);
  const values = Float64Array.from(order, (i) => diagonal[i] * scale);
  const sorted = new Float64Array(n * n);
  order.forEach((from, to) => {
    sorted.set(rows.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values, vectors: transposed(sorted, n, n) };
}
