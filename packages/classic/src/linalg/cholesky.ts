import { multiply } from './multiply.ts';
import { solveLower, solveLowerTransposed } from './triangular.ts';

/** Columns eliminated together: the rest of the matrix gets them as one product. */
const blockSize = 48;

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
    if (!factorColumns(l, n, start, end)) return null;
    if (end < n) subtractBlock(l, n, start, end);
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

/** Takes the product of the finished columns out of the matrix right of them. */
function subtractBlock(l: Float64Array, n: number, start: number, end: number): void {
  const width = end - start;
  const height = n - end;
  const panel = new Float64Array(height * width);
  for (let i = 0; i < height; i++) panel.set(l.subarray((end + i) * n + start, (end + i) * n + end), i * width);
  const product = multiply(panel, panel, { size: [height, width, height], transposeB: true });
  for (let i = 0; i < height; i++)
    for (let j = 0, to = (end + i) * n + end, from = i * height; j <= i; j++) l[to + j] -= product[from + j];
}

/** b ← (L·Lᵀ)⁻¹·b. @shape l [n, n] from `cholesky`, b [n, columns] */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array, columns = 1): void {
  solveLower(l, n, b, columns);
  solveLowerTransposed(l, n, b, columns);
}
