import { isTensor, ShapeError, type Tensor } from '@ml/tensor';
import { checkMatrix, checkSameLength } from '../base/check-matrix.ts';
import { checkVector } from '../base/check-vector.ts';
import { isTableLike, type MatrixLike, type VectorLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';

/** One number per sample, or several. */
export type TargetsLike = VectorLike | MatrixLike;

export interface Targets {
  /** [N, K] row-major, a copy. */
  readonly data: Float64Array;
  readonly count: number;
  /** They came as a vector [N], and predictions have to be one too. */
  readonly isVector: boolean;
}

/**
 * The targets of a regression.
 *
 * @throws {ShapeError} when there is not one row for each of X
 * @throws {DataError} when one is no finite number
 */
export function checkTargets(op: string, y: TargetsLike, X: Tensor | null): Targets {
  if (!isMatrix(y)) return { data: checkVector(op, y as VectorLike, X), count: 1, isVector: true };
  if (isTensor(y) && y.rank > 2)
    throw new ShapeError({ op, problem: 'y must be [samples] or [samples, targets]', shapes: [y.shape] });
  const { X: matrix } = checkMatrix(op, y as MatrixLike);
  if (X !== null) checkSameLength(op, X, matrix.shape[0]);
  return { data: values(matrix).slice(), count: matrix.shape[1], isVector: false };
}

function isMatrix(y: TargetsLike): boolean {
  if (isTensor(y)) return y.rank > 1;
  return isTableLike(y) || typeof (y as ArrayLike<unknown> | null | undefined)?.[0] === 'object';
}
