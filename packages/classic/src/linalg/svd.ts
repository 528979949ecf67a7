import { tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { bidiagonalQR } from './bidiagonal-qr.ts';
import { bidiagonalize } from './bidiagonalize.ts';
import { choleskyQR } from './cholesky-qr.ts';
import { gramSVD } from './gram-svd.ts';
import { reflectorProduct } from './householder.ts';
import { multiply } from './multiply.ts';
import { qr } from './qr.ts';
import { safeScale } from './safe-scale.ts';
import { transposed } from './transposed.ts';

export interface SVD {
  /** Orthonormal columns. [rows, k], k = min(rows, columns) */
  readonly U: Float64Array;
  /** Descending, ≥ 0. [k] */
  readonly s: Float64Array;
  /** Orthonormal rows. [k, columns] */
  readonly Vt: Float64Array;
}

/** Up to this size a matrix is decomposed without squaring it, which keeps all digits of small singular values too. */
const smallSize = 48;

/** How much taller than wide a matrix must be for its R alone to be decomposed. */
const tall = 1.5;

/**
 * The thin singular value decomposition A = U·diag(s)·Vᵀ.
 *
 * Of more than 48 rows and columns: V from AᵀA, in as many passes as small singular values need, U as the Q of A·V. Of fewer: a tall
 * matrix becomes its R first; reflectors make that bidiagonal, and QR sweeps make it diagonal. Errors of the singular values are a few
 * ε times the largest. Signs are as they come; `svdFlip` makes them definite.
 *
 * @shape a [rows, columns] row-major, only read
 * @throws {RangeError} when a has not rows · columns elements
 * @complexity O(rows · columns · min(rows, columns))
 * @reference Golub & Van Loan, Matrix Computations 4e, §8.6; agrees with numpy.linalg.svd(full_matrices=False) but for signs
 */
export function svd(a: Float64Array, rows: number, columns: number): SVD {
  if (a.length !== rows * columns) throw new RangeError(`svd: ${a.length} numbers are no ${rows} × ${columns} matrix`);
  if (rows < columns) {
    const { U, s, Vt } = svd(transposed(a, rows, columns), columns, rows);
    return { U: transposed(Vt, rows, rows), s, Vt: transposed(U, columns, rows) };
  }
  if (columns > smallSize) return byGram(a, rows, columns);
  if (rows > tall * columns) {
    const { Q, R } = qr(a, rows, columns);
    const { U, s, Vt } = svd(R, columns, columns);
    return { U: multiply(Q, U, { size: [rows, columns, columns] }), s, Vt };
  }
  const { scaled, scale } = safeScale(a);
  const { diagonal, superDiagonal, left, right } = bidiagonalize(scaled, rows, columns);
  const Ut = transposed(reflectorProduct(left, columns), rows, columns);
  const Vt = transposed(reflectorProduct(right, columns), columns, columns);
  bidiagonalQR(diagonal, superDiagonal, { data: Ut, width: rows }, { data: Vt, width: columns });
  return sorted(diagonal, scale, Ut, Vt);
}

/** A·V = U·diag(s) but for rounding of ε·s₁: its Q is orthonormal to the last digit, and its R diagonal to that rounding. */
function byGram(a: Float64Array, rows: number, columns: number): SVD {
  return tidy(() => {
    const { V, scores } = gramSVD(matrix(a, rows, columns));
    const fast = choleskyQR(scores);
    const { Q, R } = fast === null ? qr(values(scores), rows, columns) : { Q: values(fast.Q), R: fast.R };
    const diagonal = Float64Array.from({ length: columns }, (_, j) => R[j * columns + j]);
    return sorted(diagonal, 1, transposed(Q, rows, columns), transposed(V, columns, columns));
  });
}

/** Makes singular values positive and descending. */
function sorted(d: Float64Array, scale: number, Ut: Float64Array, Vt: Float64Array): SVD {
  const count = d.length;
  const rows = Ut.length / (count || 1);
  const order = Int32Array.from(d.keys()).sort((i, j) => Math.abs(d[j]) - Math.abs(d[i]));
  const left = new Float64Array(Ut.length);
  const right = new Float64Array(Vt.length);
  order.forEach((from, to) => {
    left.set(Ut.subarray(from * rows, (from + 1) * rows), to * rows);
    const row = Vt.subarray(from * count, (from + 1) * count);
    right.set(d[from] < 0 ? row.map((value) => -value) : row, to * count);
  });
  const s = Float64Array.from(order, (i) => Math.abs(d[i]) * scale);
  return { U: transposed(left, count, rows), s, Vt: right };
}
