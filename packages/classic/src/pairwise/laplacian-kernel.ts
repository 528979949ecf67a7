import { type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { absoluteTerm } from './distance-terms.ts';
import { expScaled } from './exp-scaled.ts';
import { kernelGamma } from './kernel-gamma.ts';
import { betweenColumns, matrixPair } from './matrix-pair.ts';

export interface LaplacianKernelOptions {
  /** Default: 1 / F. */
  readonly gamma?: number | null;
}

/**
 * k(x, y) = exp(−γ·Σ|x − y|) of every row of X and every row of Y.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself
 * @throws {ShapeError} when X and Y have different numbers of features
 * @reference agrees with sklearn.metrics.pairwise.laplacian_kernel
 * @example
 * laplacianKernel([[0, 0]], [[0, 0], [800, 800]]).toArray() // => [[1, 0]]
 */
export function laplacianKernel(
  X: MatrixLike,
  Y: MatrixLike | null = null,
  { gamma = null }: LaplacianKernelOptions = {},
): Tensor<[number, number]> {
  return tidy(() => {
    const pair = matrixPair('laplacianKernel', X, Y);
    const factor = -kernelGamma('laplacianKernel', gamma, pair.A.shape[1]);
    const result = betweenColumns(pair, absoluteTerm);
    expScaled(result, factor);
    return result;
  });
}
