import { ShapeError, type Tensor } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import type { MatrixLike } from '../base/matrix-like.ts';

/** Projected samples, for `inverseTransform`. @throws {ShapeError} when there is not one column for each component */
export function checkScores(op: string, Z: MatrixLike, components: number): Tensor<[number, number]> {
  const { X } = checkMatrix(op, Z);
  if (X.shape[1] !== components) {
    const problem = `${X.shape[1]} columns for ${components} components`;
    throw new ShapeError({ op, problem, shapes: [X.shape], axis: 1 });
  }
  return X;
}
