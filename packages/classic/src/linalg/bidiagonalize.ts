import { makeReflector, type Reflectors } from './householder.ts';

export interface Bidiagonal {
  /** [columns] */
  readonly diagonal: Float64Array;
  /** Above the diagonal; [columns], the last 0. */
  readonly superDiagonal: Float64Array;
  readonly left: Reflectors;
  readonly right: Reflectors;
}

/**
 * Uᵀ·A·V = B, upper bidiagonal, for rows ≥ columns: reflectors from the left clear the columns, from the right the rows.
 *
 * @param a [rows, columns], overwritten
 * @complexity 4·columns²·(rows − columns/3)
 * @reference Golub & Van Loan, Matrix Computations 4e, algorithm 5.4.2
 */
export function bidiagonalize(a: Float64Array, rows: number, columns: number): Bidiagonal {
  const [m, n] = [rows, columns];
  const diagonal = new Float64Array(n);
  const superDiagonal = new Float64Array(n);
  const left = { v: new Float64Array(n * m), tau: new Float64Array(n), length: m, shift: 0 };
  const rights = Math.max(0, n - 2);
  const right = { v: new Float64Array(rights * n), tau: new Float64Array(rights), length: n, shift: 1 };
  const sums = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const column = left.v.subarray(j * m, (j + 1) * m);
    for (let i = j; i < m; i++) column[i] = a[i * n + j];
    [diagonal[j], left.tau[j]] = makeReflector(column, j, m);
    reflectColumns(a, column, { tau: left.tau[j], row: j, from: j + 1, n, sums });
    if (j >= rights) {
      if (j + 1 < n) superDiagonal[j] = a[j * n + j + 1];
      continue;
    }
    const row = right.v.subarray(j * n, (j + 1) * n);
    row.set(a.subarray(j * n + j + 1, (j + 1) * n), j + 1);
    [superDiagonal[j], right.tau[j]] = makeReflector(row, j + 1, n);
    reflectRows(a, row, { tau: right.tau[j], row: j + 1, from: j + 1, m });
  }
  return { diagonal, superDiagonal, left, right };
}

/** A ← (I − τ·v·vᵀ)·A in the rows from `row`, the columns from `from` on. */
function reflectColumns(
  a: Float64Array,
  v: Float64Array,
  at: {
    readonly tau: number;
    readonly row: number;
    readonly from: number;
    readonly n: number;
    readonly sums: Float64Array;
  },
): void {
  const { tau, row, from, n, sums } = at;
  sums.fill(0);
  for (let i = row; i < v.length; i++) {
    const vi = v[i];
    for (let j = from, k = i * n + from; j < n; j++, k++) sums[j] += vi * a[k];
  }
  for (let i = row; i < v.length; i++) {
    const factor = tau * v[i];
    for (let j = from, k = i * n + from; j < n; j++, k++) a[k] -= factor * sums[j];
  }
}

/** A ← A·(I − τ·v·vᵀ) in the rows from `row`, the columns from `from` on. */
function reflectRows(
  a: Float64Array,
  v: Float64Array,
  at: { readonly tau: number; readonly row: number; readonly from: number; readonly m: number },
): void {
  const { tau, row, from, m } = at;
  const n = v.length;
  for (let i = row; i < m; i++) {
    let dot = 0;
    for (let j = from, k = i * n + from; j < n; j++, k++) dot += a[k] * v[j];
    dot *= tau;
    for (let j = from, k = i * n + from; j < n; j++, k++) a[k] -= dot * v[j];
  }
}
