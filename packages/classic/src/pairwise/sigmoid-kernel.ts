import { type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { kernelGamma } from './kernel-gamma.ts';
import { matrixPair } from './matrix-pair.ts';
import { kernelOfPair } from './product-kernel.ts';

export interface SigmoidKernelOptions {
  /** Default: 1 / F. */
  readonly gamma?: number | null;
  readonly coef0?: number;
}

/**
 * k(x, y) = tanh(γ·x·y + c) of every row of X and every row of Y. Not positive definite.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself
 * @throws {ShapeError} when X and Y have different numbers of features
 * @reference agrees with sklearn.metrics.pairwise.sigmoid_kernel
 * @example
 * sigmoidKernel([[1, 1]], [[2, -2]], { coef0: 0 }).toArray() // => [[0]]
 */
export function sigmoidKernel(
  X: MatrixLike,
  Y: MatrixLike | null = null,
  { gamma = null, coef0 = 1 }: SigmoidKernelOptions = {},
): Tensor<[number, number]> {
  return tidy(() => {
    const pair = matrixPair('sigmoidKernel', X, Y);
    return kernelOfPair(
      { name: 'sigmoid', gamma: kernelGamma('sigmoidKernel', gamma, pair.A.shape[1]), coef0, degree: 1 },
      pair,
    );
  });
}
