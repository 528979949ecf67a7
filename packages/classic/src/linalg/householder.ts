import { matmul, slice, type Tensor, tidy, zeros } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { copyPart, subtractPart } from './matrix-part.ts';
import { multiply } from './multiply.ts';

/**
 * Reflectors H = I − τ·v·vᵀ in a row each, v[first] = 1 and 0 before.
 *
 * first of row i is i + `shift`: 0 for QR, 1 for reductions that leave the first row alone.
 */
export interface Reflectors {
  /** [count, length] */
  readonly v: Float64Array;
  readonly tau: Float64Array;
  readonly length: number;
  readonly shift: number;
}

/** Reflectors handled together as one matrix product; wide enough for the product to be worth it, narrow enough for the rest. */
export const blockSize = 32;

/**
 * Turns x = v[start, end) into the v of the reflector that maps it to (β, 0, …, 0).
 *
 * β has the other sign than x₀, so that nothing cancels.
 *
 * @returns β, and τ: 0 where there is nothing to reflect
 * @reference Golub & Van Loan, Matrix Computations 4e, algorithm 5.1.1
 */
export function makeReflector(v: Float64Array, start: number, end: number): readonly [beta: number, tau: number] {
  const alpha = v[start];
  let squares = 0;
  for (let i = start + 1; i < end; i++) squares += v[i] * v[i];
  v[start] = 1;
  if (squares === 0) return [alpha, 0];
  const norm = Math.sqrt(alpha * alpha + squares);
  const beta = alpha > 0 ? -norm : norm;
  const scale = 1 / (alpha - beta);
  for (let i = start + 1; i < end; i++) v[i] *= scale;
  return [beta, (beta - alpha) / beta];
}

/**
 * The upper triangular T with H₀·H₁ ⋯ = I − Vᵀ·T·V, the reflectors in the rows of V.
 *
 * @shape v [count, length], tau [count] → [count, count]
 * @reference Schreiber & Van Loan 1989, the compact WY form
 */
export function blockFactor(v: Float64Array, tau: Float64Array, length: number): Float64Array {
  const count = tau.length;
  const overlap = multiply(v, v, { size: [count, length, count], transposeB: true });
  const t = new Float64Array(count * count);
  for (let j = 0; j < count; j++) {
    t[j * count + j] = tau[j];
    for (let i = 0; i < j; i++) {
      let sum = 0;
      for (let k = i; k < j; k++) sum += t[i * count + k] * overlap[k * count + j];
      t[i * count + j] = -tau[j] * sum;
    }
  }
  return t;
}

/**
 * C ← H₀·H₁ ⋯ ·C, a block of reflectors at a time from the last to the first.
 *
 * @param from the first column of C that the reflectors from `start` on reach, where those before it are known to be untouched
 * @shape C [length, columns], contiguous; changed
 */
export function applyReflectors(
  C: Tensor<[number, number]>,
  { v, tau, length, shift }: Reflectors,
  from: (start: number) => number = () => 0,
): void {
  const columns = C.shape[1];
  const count = tau.length;
  for (let first = Math.floor((count - 1) / blockSize) * blockSize; first >= 0; first -= blockSize) {
    const last = Math.min(count, first + blockSize);
    const start = first + shift;
    tidy(() => {
      const block = copyPart(v, length, { rows: [first, last], columns: [start, length] });
      const T = matrix(blockFactor(block, tau.subarray(first, last), length - start), last - first, last - first);
      const V = matrix(block, last - first, length - start);
      const part = slice(C, [start, length], [from(start), columns]) as Tensor;
      const inner = matmul(T, matmul(V, part as never) as never) as Tensor;
      const change = values(matmul(V.transpose(), inner as never) as Tensor);
      subtractPart(values(C), columns, change, { rows: [start, length], columns: [from(start), columns] });
    });
  }
}

/**
 * The product H₀·H₁ ⋯ of all reflectors, its first `columns` columns; a block only meets the columns from its own start on.
 *
 * @shape → [length, columns]
 */
export function reflectorProduct(reflectors: Reflectors, columns: number): Float64Array {
  const { length } = reflectors;
  return tidy(() => {
    const Q = zeros([length, columns], { dtype: 'float64' });
    const q = values(Q);
    for (let i = 0; i < Math.min(length, columns); i++) q[i * columns + i] = 1;
    applyReflectors(Q, reflectors, (start) => start);
    return q.slice();
  });
}
