import { matmul, type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { matrix, values } from '../base/values.ts';
import { squareTerm } from './distance-terms.ts';
import { betweenColumns, type MatrixPair, matrixPair } from './matrix-pair.ts';
import { rowSquaredEuclidean } from './row-distances.ts';

export interface EuclideanOptions {
  /** d² instead of d. */
  readonly squared?: boolean | undefined;
}

/** With so few features the differences themselves are as quick to sum as a product of matrices. */
const fewFeatures = 4;
/** Where less than this share of |a|² + |b|² is left, so many digits have cancelled that the distance is computed again. */
const cancelled = 1e-6;

/**
 * d(x, y) = √Σ(x − y)² between every row of X and every row of Y.
 *
 * d² = |x|² + |y|² − 2x·y is one product of matrices. Digits that cancel there would be lost: columns are first moved to mean 0, and
 * what is still small beside |x|² + |y|² is computed from the differences, so that close points have exact distances, too.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself
 * @throws {ShapeError} when X and Y have different numbers of features
 * @complexity O(N·M·F)
 * @reference agrees with sklearn.metrics.pairwise.euclidean_distances
 * @example
 * euclideanDistances([[0, 0], [3, 4]]).toArray() // => [[0, 5], [5, 0]]
 */
export function euclideanDistances(
  X: MatrixLike,
  Y: MatrixLike | null = null,
  { squared = false }: EuclideanOptions = {},
): Tensor<[number, number]> {
  return tidy(() => {
    const pair = matrixPair('euclideanDistances', X, Y);
    const square = squaredDistances(pair);
    if (squared) return square;
    const distances = values(square); // made here, nobody else's
    for (let i = 0; i < distances.length; i++) distances[i] = Math.sqrt(distances[i]);
    return square;
  });
}

/** Squared distances between the rows of two checked matrices. @shape → [N, M], a tensor of its own */
export function squaredDistances(pair: MatrixPair): Tensor<[number, number]> {
  if (pair.A.shape[1] <= fewFeatures) return betweenColumns(pair, squareTerm);
  const { A, B } = centred(pair);
  const [n, f] = A.shape;
  const m = B.shape[0];
  const [left, right] = [values(A), values(B)];
  const leftNorms = squaredNorms(left, n, f);
  const rightNorms = A === B ? leftNorms : squaredNorms(right, m, f);
  const products = matmul(A, B.transpose()) as Tensor<[number, number]>;
  const out = values(products); // a new tensor: distances take the place of the products
  for (let i = 0; i < n; i++) {
    const norm = leftNorms[i];
    for (let j = 0, at = i * m; j < m; j++, at++) {
      const sum = norm + rightNorms[j];
      const square = sum - 2 * out[at];
      out[at] = square > cancelled * sum ? square : rowSquaredEuclidean(left, i * f, right, j * f, f);
    }
  }
  return products;
}

function centred({ A, B }: MatrixPair): MatrixPair {
  const f = A.shape[1];
  const data = values(B);
  const means = new Float64Array(f);
  for (let at = 0; at < data.length; ) for (let j = 0; j < f; j++) means[j] += data[at++];
  for (let j = 0; j < f; j++) means[j] /= B.shape[0];
  const move = (X: Tensor<[number, number]>): Tensor<[number, number]> => {
    const moved = values(X).slice();
    for (let at = 0; at < moved.length; ) for (let j = 0; j < f; j++) moved[at++] -= means[j];
    return matrix(moved, X.shape[0], f);
  };
  const right = move(B);
  return { A: A === B ? right : move(A), B: right };
}

function squaredNorms(data: Float64Array, rows: number, f: number): Float64Array {
  const norms = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (const end = at + f; at < end; at++) sum += data[at] * data[at];
    norms[i] = sum;
  }
  return norms;
}
