/**
 * Makes the signs of singular vectors definite: the largest element of each column of U is positive, and the row of Vᵀ that
 * belongs to it turns along. With `by: 'Vt'` the largest element of each row of Vᵀ decides. Of equal ones the first.
 *
 * @shape U [rows, count], Vt [count, columns]; both are changed
 * @reference agrees with sklearn.utils.extmath.svd_flip
 */
export function svdFlip(U: Float64Array, Vt: Float64Array, count: number, { by = 'U' as 'U' | 'Vt' } = {}): void {
  const rows = U.length / (count || 1);
  const columns = Vt.length / (count || 1);
  const signs = by === 'U' ? columnSigns(U, count, rows) : rowSigns(Vt, count, columns);
  if (signs.every((sign) => sign === 1)) return;
  for (let i = 0, at = 0; i < rows; i++) for (let k = 0; k < count; k++, at++) U[at] *= signs[k];
  for (let k = 0, at = 0; k < count; k++) for (let j = 0; j < columns; j++, at++) Vt[at] *= signs[k];
}

/** Sign of the largest element of each column, in one walk along memory. */
function columnSigns(U: Float64Array, count: number, rows: number): Float64Array {
  const largest = new Float64Array(count);
  for (let i = 0, at = 0; i < rows; i++)
    for (let k = 0; k < count; k++, at++) if (Math.abs(U[at]) > Math.abs(largest[k])) largest[k] = U[at];
  return largest.map((value) => (value < 0 ? -1 : 1));
}

function rowSigns(Vt: Float64Array, count: number, columns: number): Float64Array {
  const largest = new Float64Array(count);
  for (let k = 0, at = 0; k < count; k++)
    for (let j = 0; j < columns; j++, at++) if (Math.abs(Vt[at]) > Math.abs(largest[k])) largest[k] = Vt[at];
  return largest.map((value) => (value < 0 ? -1 : 1));
}
