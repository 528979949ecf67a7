import { type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { kernelGamma } from './kernel-gamma.ts';
import { matrixPair } from './matrix-pair.ts';
import { kernelOfPair } from './product-kernel.ts';

export interface PolynomialKernelOptions {
  readonly degree?: number;
  /** Default: 1 / F. */
  readonly gamma?: number | null;
  readonly coef0?: number;
}

/**
 * k(x, y) = (γ·x·y + c)^degree of every row of X and every row of Y.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself
 * @throws {ShapeError} when X and Y have different numbers of features
 * @reference agrees with sklearn.metrics.pairwise.polynomial_kernel
 * @example
 * polynomialKernel([[1, 1]], [[2, 4]], { degree: 2 }).toArray() // => [[16]]
 */
export function polynomialKernel(
  X: MatrixLike,
  Y: MatrixLike | null = null,
  { degree = 3, gamma = null, coef0 = 1 }: PolynomialKernelOptions = {},
): Tensor<[number, number]> {
  return tidy(() => {
    const pair = matrixPair('polynomialKernel', X, Y);
    return kernelOfPair(
      { name: 'poly', gamma: kernelGamma('polynomialKernel', gamma, pair.A.shape[1]), coef0, degree },
      pair,
    );
  });
}
