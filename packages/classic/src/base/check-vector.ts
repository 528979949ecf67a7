import { isTensor, ShapeError, type Tensor, toTypedArray } from '@ml/tensor';
import { checkSameLength } from './check-matrix.ts';
import { DataError } from './data-error.ts';
import type { VectorLike } from './matrix-like.ts';

/**
 * One finite number per sample, as a copy in float64.
 *
 * @throws {ShapeError} when `y` is not a vector, or its length is not the number of rows of `X`
 * @throws {DataError} when an entry is no finite number; says which
 */
export function checkVector(op: string, y: VectorLike, X: Tensor | null, what = 'y'): Float64Array {
  if (isTensor(y) && y.rank !== 1 && !(y.rank === 2 && y.shape[1] === 1))
    throw new ShapeError({ op, problem: `${what} must be a vector [samples]`, shapes: [y.shape] });
  if (!isTensor(y) && typeof (y as ArrayLike<number> | null)?.length !== 'number')
    throw new DataError(`${op}: ${what} must be a tensor or a list of numbers`);
  const list = isTensor(y) ? toTypedArray(y) : y;
  if (X !== null) checkSameLength(op, X, list.length, what);
  const out = ArrayBuffer.isView(list)
    ? new Float64Array(list as unknown as ArrayLike<number>)
    : fromPlainList(op, list, what);
  requireFinite(op, out, what);
  return out;
}

function fromPlainList(op: string, list: ArrayLike<unknown>, what: string): Float64Array {
  const out = new Float64Array(list.length);
  for (let i = 0; i < out.length; i++) {
    const value = list[i];
    if (typeof value !== 'number')
      throw new DataError(
        `${op}: ${what} has ${typeof value === 'string' ? `'${value}'` : value} at ${i}, not a finite number`,
      );
    out[i] = value;
  }
  return out;
}

/** @throws {DataError} when an entry is no finite number; says which */
export function requireFinite(op: string, list: Float64Array, what: string): void {
  for (let i = 0; i < list.length; i++)
    if (!Number.isFinite(list[i])) throw new DataError(`${op}: ${what} has ${list[i]} at ${i}, not a finite number`);
}
