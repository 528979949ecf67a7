import { bidiagonalQR } from './bidiagonal-qr.ts';
import { bidiagonalize } from './bidiagonalize.ts';
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

/** How much taller than wide a matrix must be for its R alone to be decomposed. */
const tall = 1.5;

/**
 * The thin singular value decomposition A = U·diag(s)·Vᵀ.
 *
 * A tall matrix becomes its R first; reflectors make that bidiagonal, and QR sweeps make it diagonal. Errors of the singular
 * values are a few ε times the largest. Signs are as they come; `svdFlip` makes them definite.
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
