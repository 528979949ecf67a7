import type { Tensor } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import type { MatrixLike } from '../base/matrix-like.ts';

/** Kernel of every row of one matrix with every row of the other. @shape X [N, F], Y [M, F] → [N, M] */
export type KernelFunction = (X: Tensor, Y: Tensor) => MatrixLike;

/**
 * What a kernel function gives, looked at.
 *
 * @throws {DataError} when it is not [N, M], or not finite
 */
export function callKernel(op: string, kernel: KernelFunction, X: Tensor, Y: Tensor): Tensor<[number, number]> {
  const result = checkMatrix(`${op}: kernel`, kernel(X, Y)).X;
  const [n, m] = [X.shape[0], Y.shape[0]];
  if (result.shape[0] !== n || result.shape[1] !== m)
    throw new DataError(
      `${op}: the kernel of ${n} and ${m} samples must be [${n}, ${m}], not [${result.shape.join(', ')}]`,
    );
  return result;
}
