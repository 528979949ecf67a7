import { multiply } from './multiply.ts';
import { solveLower, solveLowerTransposed } from './triangular.ts';

/** Columns that loops factor; columns that the rest of the matrix gets as one product; and columns of the rest that get it at a time. */
const panelSize = 32;
const blockSize = 192;
const stripSize = 256;

/**
 * The lower triangular L with L·Lᵀ = A; null where A is not positive definite.
 *
 * @shape a [n, n] row-major, only read, of which the lower triangle counts → [n, n], zeros above the diagonal
 * @complexity n³/3 multiply–adds, nearly all in matrix products
 * @reference Golub & Van Loan, Matrix Computations 4e, §4.2.9; agrees with numpy.linalg.cholesky
 */
export function cholesky(a: Float64Array, n: number): Float64Array | null {
  const l = a.slice();
  for (let start = 0; start < n; start += blockSize) {
    const end = Math.min(n, start + blockSize);
    for (let from = start; from < end; from += panelSize) {
      const to = Math.min(end, from + panelSize);
      if (!factorColumns(l, n, from, to)) return null;
      if (to < end) subtractProduct(l, n, [from, to], [to, end]);
    }
    for (let left = end; left < n; left += stripSize)
      subtractProduct(l, n, [start, end], [left, Math.min(n, left + stripSize)]);
  }
  for (let i = 0; i < n; i++) l.fill(0, i * n + i + 1, (i + 1) * n);
  return l;
}

/** Columns start … end of L, from there down. */
function factorColumns(l: Float64Array, n: number, start: number, end: number): boolean {
  for (let i = start; i < n; i++) {
    const row = i * n;
    for (let j = start; j < Math.min(end, i + 1); j++) {
      const other = j * n;
      let sum = l[row + j];
      for (let k = start; k < j; k++) sum -= l[row + k] * l[other + k];
      if (j < i) l[row + j] = sum / l[other + j];
      else if (sum > 0) l[row + j] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

type Columns = readonly [from: number, to: number];

/** Takes the product of finished columns with themselves out of columns right of them, from the diagonal down. */
function subtractProduct(l: Float64Array, n: number, [start, end]: Columns, [from, to]: Columns): void {
  const inner = end - start;
  const height = n - from;
  const width = to - from;
  const finished = new Float64Array(height * inner);
  for (let i = 0; i < height; i++) finished.set(l.subarray((from + i) * n + start, (from + i) * n + end), i * inner);
  const top = finished.subarray(0, width * inner);
  const product = multiply(finished, top, { size: [height, inner, width], transposeB: true });
  for (let i = 0; i < height; i++) {
    const row = (from + i) * n + from;
    for (let j = 0; j <= i && j < width; j++) l[row + j] -= product[i * width + j];
  }
}

/** b ← (L·Lᵀ)⁻¹·b. @shape l [n, n] from `cholesky`, b [n, columns] */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array, columns = 1): void {
  solveLower(l, n, b, columns);
  solveLowerTransposed(l, n, b, columns);
}
