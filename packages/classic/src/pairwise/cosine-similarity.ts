import { matmul, type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { matrix, values } from '../base/values.ts';
import { matrixPair } from './matrix-pair.ts';

/**
 * x·y / (|x|·|y|) between every row of X and every row of Y.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself
 * @special 0 where a row is all zeros
 * @complexity O(N·M·F)
 * @reference agrees with sklearn.metrics.pairwise.cosine_similarity
 * @example
 * cosineSimilarity([[3, 4]], [[5, 0], [-6, -8]]).toArray() // => [[0.6, -1]]
 */
export function cosineSimilarity(X: MatrixLike, Y: MatrixLike | null = null): Tensor<[number, number]> {
  return tidy(() => {
    const { A, B } = matrixPair('cosineSimilarity', X, Y);
    const left = unitRows(A);
    return matmul(left, (A === B ? left : unitRows(B)).transpose()) as Tensor<[number, number]>;
  });
}

function unitRows(X: Tensor<[number, number]>): Tensor<[number, number]> {
  const [n, f] = X.shape;
  const data = values(X).slice();
  for (let row = 0; row < data.length; row += f) {
    let sum = 0;
    for (let k = 0; k < f; k++) sum += data[row + k] * data[row + k];
    const norm = sum === 0 ? 1 : Math.sqrt(sum);
    for (let k = 0; k < f; k++) data[row + k] /= norm;
  }
  return matrix(data, n, f);
}
