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
  for (let k = 0; k < count; k++) {
    let largest = 0;
    if (by === 'U')
      for (let i = 0; i < rows; i++) {
        const value = U[i * count + k];
        if (Math.abs(value) > Math.abs(largest)) largest = value;
      }
    else
      for (let j = 0; j < columns; j++) {
        const value = Vt[k * columns + j];
        if (Math.abs(value) > Math.abs(largest)) largest = value;
      }
    if (largest >= 0) continue;
    for (let i = 0; i < rows; i++) U[i * count + k] = -U[i * count + k];
    for (let j = 0; j < columns; j++) Vt[k * columns + j] = -Vt[k * columns + j];
  }
}
