import { ShapeError, type Tensor, zeros } from '@ml/tensor';
import { checkMatrix, type MatrixRules } from '../base/check-matrix.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';

/** The matrices between whose rows something is computed. */
export interface MatrixPair {
  /** [N, F] */
  readonly A: Tensor<[number, number]>;
  /** [M, F]; A itself where no other was given. */
  readonly B: Tensor<[number, number]>;
}

/** @throws {ShapeError} when the matrices have different numbers of columns; names both */
export function matrixPair(op: string, X: MatrixLike, Y: MatrixLike | null, rules: MatrixRules = {}): MatrixPair {
  const A = checkMatrix(op, X, rules).X;
  const B = Y === null || Y === X ? A : checkMatrix(op, Y, rules).X;
  if (A.shape[1] !== B.shape[1]) {
    const problem = `X has ${A.shape[1]} features, Y has ${B.shape[1]}`;
    throw new ShapeError({ op, problem, shapes: [A.shape, B.shape], axis: 1 });
  }
  return { A, B };
}

/** Something between row i (from `a` on) of one matrix and row j (from `b` on) of another, both of `f` columns. */
export type RowFunction = (A: Float64Array, a: number, B: Float64Array, b: number, f: number) => number;

/** A symmetric function, 0 between equal rows, of every row of A and every row of B. @shape → [N, M] */
export function betweenRows({ A, B }: MatrixPair, between: RowFunction): Tensor<[number, number]> {
  const [n, f] = A.shape;
  const m = B.shape[0];
  const [left, right] = [values(A), values(B)];
  const distances = zeros([n, m], { dtype: 'float64' });
  const out = values(distances);
  const isSame = A === B;
  for (let i = 0; i < n; i++) {
    const count = isSame ? i : m;
    for (let j = 0; j < count; j++) out[i * m + j] = between(left, i * f, right, j * f, f);
  }
  if (isSame) mirror(out, n);
  return distances;
}

/** Takes one feature in: `out[at + j]` ← with the feature's value here and its values `column[from + j]` there, j < `count`. */
export type TermFunction = (
  out: Float64Array,
  at: number,
  value: number,
  column: Float64Array,
  from: number,
  count: number,
) => void;

/** Columns of so many rows, and as many results, stay in the first-level cache together. */
const block = 1024;

/**
 * As `betweenRows`, for functions that take features in one after the other, starting from 0. The loop runs over many rows of B at a
 * time, along their columns.
 */
export function betweenColumns({ A, B }: MatrixPair, take: TermFunction): Tensor<[number, number]> {
  const [n, f] = A.shape;
  const m = B.shape[0];
  const [left, right] = [values(A), columnsOf(values(B), m, f)];
  const distances = zeros([n, m], { dtype: 'float64' });
  const out = values(distances);
  const isSame = A === B;
  for (let j = 0; j < m; j += block) {
    for (let i = isSame ? j : 0; i < n; i++) {
      const count = Math.min(block, (isSame ? i : m) - j);
      for (let k = 0; k < f; k++) take(out, i * m + j, left[i * f + k], right, k * m + j, count);
    }
  }
  if (isSame) mirror(out, n);
  return distances;
}

/** The elements column by column. */
function columnsOf(data: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let i = 0, at = 0; i < rows; i++) for (let k = 0; k < columns; k++, at++) out[k * rows + i] = data[at];
  return out;
}

/** Copies what is below the diagonal to above it, in tiles: whole columns would miss the cache at each element. */
function mirror(square: Float64Array, n: number): void {
  const tile = 32;
  for (let top = 0; top < n; top += tile)
    for (let left = 0; left <= top; left += tile)
      for (let i = top; i < Math.min(n, top + tile); i++)
        for (let j = left; j < Math.min(i, left + tile); j++) square[j * n + i] = square[i * n + j];
}
