import { type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { squaredDistances } from './euclidean-distances.ts';
import { expScaled } from './exp-scaled.ts';
import { kernelGamma } from './kernel-gamma.ts';
import { matrixPair } from './matrix-pair.ts';

export interface RbfKernelOptions {
  /** Default: 1 / F. */
  readonly gamma?: number | null;
}

/**
 * k(x, y) = exp(−γ·|x − y|²) of every row of X and every row of Y.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself
 * @throws {ShapeError} when X and Y have different numbers of features
 * @reference agrees with sklearn.metrics.pairwise.rbf_kernel
 * @example
 * rbfKernel([[0, 0]], [[0, 0], [100, 100]]).toArray() // => [[1, 0]]
 */
export function rbfKernel(
  X: MatrixLike,
  Y: MatrixLike | null = null,
  { gamma = null }: RbfKernelOptions = {},
): Tensor<[number, number]> {
  return tidy(() => {
    const pair = matrixPair('rbfKernel', X, Y);
    const factor = -kernelGamma('rbfKernel', gamma, pair.A.shape[1]);
    const result = squaredDistances(pair);
    expScaled(result, factor);
    return result;
  });
}
