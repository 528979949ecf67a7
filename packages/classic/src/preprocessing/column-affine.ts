import type { Tensor } from '@ml/tensor';
import { values } from '../base/values.ts';
import { newMatrix } from './new-matrix.ts';

/** (x − shift) / scale of every column. @shape X [N, F], shift [F], scale [F] → [N, F] */
export function subtractDivide(X: Tensor<[number, number]>, shift: Float64Array, scale: Float64Array) {
  const out = newMatrix(X.shape[0], X.shape[1]);
  const from = values(X);
  const to = values(out);
  const columns = X.shape[1];
  for (let at = 0; at < from.length; at += columns)
    for (let j = 0; j < columns; j++) to[at + j] = (from[at + j] - shift[j]) / scale[j];
  return out;
}

/** x · factor + offset of every column. @shape X [N, F], factor [F], offset [F] → [N, F] */
export function multiplyAdd(X: Tensor<[number, number]>, factor: Float64Array, offset: Float64Array) {
  const out = newMatrix(X.shape[0], X.shape[1]);
  const from = values(X);
  const to = values(out);
  const columns = X.shape[1];
  for (let at = 0; at < from.length; at += columns)
    for (let j = 0; j < columns; j++) to[at + j] = from[at + j] * factor[j] + offset[j];
  return out;
}

/** What columns are divided by: spreads, 1 where one is 0 but for rounding. */
export function divisors(spread: Float64Array): Float64Array {
  return spread.map((value) => (value < 10 * Number.EPSILON ? 1 : value));
}
