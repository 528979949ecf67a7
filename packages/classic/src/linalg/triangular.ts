// Systems with a lower triangular matrix, many right-hand sides at once: rows are combined, so that every loop runs along memory.

/** b ← L⁻¹·b. @shape l [n, n] (above the diagonal nothing is read), b [n, columns] */
export function solveLower(l: Float64Array, n: number, b: Float64Array, columns = 1): void {
  for (let i = 0; i < n; i++) {
    const row = i * columns;
    for (let k = 0; k < i; k++) subtractRow(b, row, k * columns, columns, l[i * n + k]);
    const pivot = l[i * n + i];
    for (let j = row; j < row + columns; j++) b[j] /= pivot;
  }
}

/** b ← L⁻ᵀ·b. @shape l [n, n] (above the diagonal nothing is read), b [n, columns] */
export function solveLowerTransposed(l: Float64Array, n: number, b: Float64Array, columns = 1): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = i * columns;
    const pivot = l[i * n + i];
    for (let j = row; j < row + columns; j++) b[j] /= pivot;
    for (let k = 0; k < i; k++) subtractRow(b, k * columns, row, columns, l[i * n + k]);
  }
}

function subtractRow(b: Float64Array, to: number, from: number, columns: number, factor: number): void {
  if (factor === 0) return;
  for (let j = 0; j < columns; j++) b[to + j] -= factor * b[from + j];
}
