import { matmul, type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { matrixPair } from './matrix-pair.ts';

/**
 * k(x, y) = x·y of every row of X and every row of Y.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself
 * @throws {ShapeError} when X and Y have different numbers of features
 * @reference agrees with sklearn.metrics.pairwise.linear_kernel
 * @example
 * linearKernel([[1, 2]], [[3, 4], [0, 1]]).toArray() // => [[11, 2]]
 */
export function linearKernel(X: MatrixLike, Y: MatrixLike | null = null): Tensor<[number, number]> {
  return tidy(() => {
    const { A, B } = matrixPair('linearKernel', X, Y);
    return matmul(A, B.transpose()) as Tensor<[number, number]>;
  });
}
