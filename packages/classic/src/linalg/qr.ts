import { tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { choleskyQR } from './cholesky-qr.ts';
import { blockFactor, blockSize, makeReflector, type Reflectors, reflectorProduct } from './householder.ts';
import { copyPart, subtractPart } from './matrix-part.ts';
import { multiply } from './multiply.ts';
import { safeScale } from './safe-scale.ts';
import { transposed } from './transposed.ts';

export interface QR {
  /** Orthonormal columns. [rows, min(rows, columns)] */
  readonly Q: Float64Array;
  /** Upper triangular, its diagonal ≥ 0. [min(rows, columns), columns] */
  readonly R: Float64Array;
}

/** How much taller than wide a matrix must be for products with all of it to cost less than reflectors. */
const tall = 3;

/**
 * The thin factors of A = Q·R: from the Cholesky factor of AᵀA where columns are far from dependent, otherwise by Householder reflectors.
 *
 * @shape a [rows, columns] row-major, only read
 * @throws {RangeError} when a has not rows · columns elements
 * @complexity O(rows · columns · min(rows, columns)), most of it in matrix products
 * @reference Golub & Van Loan, Matrix Computations 4e, §5.2; agrees with numpy.linalg.qr but for signs
 */
export function qr(a: Float64Array, rows: number, columns: number): QR {
  if (a.length !== rows * columns) throw new RangeError(`qr: ${a.length} numbers are no ${rows} × ${columns} matrix`);
  const { scaled, scale } = safeScale(a);
  const fast = rows > tall * columns ? byProducts(scaled, rows, columns) : null;
  const found = fast ?? householderQR(scaled, rows, columns);
  if (scale !== 1) for (let i = 0; i < found.R.length; i++) found.R[i] *= scale;
  return found;
}

function byProducts(a: Float64Array, rows: number, columns: number): QR | null {
  return tidy(() => {
    const found = choleskyQR(matrix(a, rows, columns));
    return found === null ? null : { Q: values(found.Q).slice(), R: found.R };
  });
}

function householderQR(a: Float64Array, rows: number, columns: number): QR {
  const count = Math.min(rows, columns);
  const at = transposed(a, rows, columns);
  const reflectors = reduce(at, rows, columns);
  const Q = reflectorProduct(reflectors, count);
  const R = new Float64Array(count * columns);
  for (let i = 0; i < count; i++) {
    const sign = at[i * rows + i] < 0 ? -1 : 1;
    for (let j = i; j < columns; j++) R[i * columns + j] = sign * at[j * rows + i];
    if (sign < 0) for (let k = i; k < Q.length; k += count) Q[k] = -Q[k];
  }
  return { Q, R };
}

/** Leaves R in the lower triangle of Aᵀ. @shape at [columns, rows] */
function reduce(at: Float64Array, rows: number, columns: number): Reflectors {
  const count = Math.min(rows, columns);
  const v = new Float64Array(count * rows);
  const tau = new Float64Array(count);
  for (let first = 0; first < count; first += blockSize) {
    const last = Math.min(count, first + blockSize);
    for (let j = first; j < last; j++) {
      const reflector = v.subarray(j * rows, (j + 1) * rows);
      reflector.set(at.subarray(j * rows + j, (j + 1) * rows), j);
      const [beta, factor] = makeReflector(reflector, j, rows);
      at[j * rows + j] = beta;
      tau[j] = factor;
      for (let k = j + 1; k < last; k++) reflect(at.subarray(k * rows, (k + 1) * rows), reflector, j, factor);
    }
    if (last < columns) updateRest(at, rows, { v, tau, first, last, columns });
  }
  return { v, tau, length: rows, shift: 0 };
}

/** x ← x − τ·v·(vᵀx), from element `start` on. */
function reflect(x: Float64Array, v: Float64Array, start: number, tau: number): void {
  let dot = 0;
  for (let i = start; i < x.length; i++) dot += x[i] * v[i];
  dot *= tau;
  for (let i = start; i < x.length; i++) x[i] -= dot * v[i];
}

/** The rows of Aᵀ behind a block of reflectors: each becomes (I − Vᵀ·Tᵀ·V)·row. */
function updateRest(
  at: Float64Array,
  rows: number,
  block: {
    readonly v: Float64Array;
    readonly tau: Float64Array;
    readonly first: number;
    readonly last: number;
    readonly columns: number;
  },
): void {
  const { first, last, columns } = block;
  const [count, length, rest] = [last - first, rows - first, columns - last];
  const v = copyPart(block.v, rows, { rows: [first, last], columns: [first, rows] });
  const t = blockFactor(v, block.tau.subarray(first, last), length);
  const part = copyPart(at, rows, { rows: [last, columns], columns: [first, rows] });
  const inner = multiply(part, v, { size: [rest, length, count], transposeB: true });
  const middle = multiply(inner, t, { size: [rest, count, count] });
  const change = multiply(middle, v, { size: [rest, count, length] });
  subtractPart(at, rows, change, { rows: [last, columns], columns: [first, rows] });
}
