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

/** C ← (I − Vᵀ·T·V)·C, or with Tᵀ. @shape v [count, length], t [count, count], c [length, columns] */
export function applyBlock(
  c: Float64Array,
  columns: number,
  block: { readonly v: Float64Array; readonly t: Float64Array; readonly transpose?: boolean },
): void {
  const { v, t, transpose = false } = block;
  const count = Math.sqrt(t.length);
  const length = v.length / count;
  const inner = multiply(v, c, { size: [count, length, columns] });
  const middle = multiply(t, inner, { size: [count, count, columns], transposeA: transpose });
  const change = multiply(v, middle, { size: [length, count, columns], transposeA: true });
  for (let i = 0; i < c.length; i++) c[i] -= change[i];
}

/**
 * The product H₀·H₁ ⋯ of all reflectors, its first `columns` columns.
 *
 * Built from the last block to the first: a block then only meets the rows and columns from its own start on.
 *
 * @shape → [length, columns]
 */
export function reflectorProduct({ v, tau, length, shift }: Reflectors, columns: number): Float64Array {
  const q = new Float64Array(length * columns);
  for (let i = 0; i < Math.min(length, columns); i++) q[i * columns + i] = 1;
  const count = tau.length;
  for (let first = Math.floor((count - 1) / blockSize) * blockSize; first >= 0; first -= blockSize) {
    const last = Math.min(count, first + blockSize);
    const start = first + shift;
    if (start >= length) continue;
    const block = copyPart(v, length, { rows: [first, last], columns: [start, length] });
    const t = blockFactor(block, tau.subarray(first, last), length - start);
    const part = copyPart(q, columns, { rows: [start, length], columns: [start, columns] });
    applyBlock(part, columns - start, { v: block, t });
    putPart(q, columns, part, { rows: [start, length], columns: [start, columns] });
  }
  return q;
}

/** A rectangle of a row-major matrix: first and end of its rows and columns. */
export interface Part {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

export function copyPart(a: Float64Array, width: number, { rows, columns }: Part): Float64Array {
  const count = columns[1] - columns[0];
  const out = new Float64Array((rows[1] - rows[0]) * count);
  for (let i = rows[0], to = 0; i < rows[1]; i++, to += count)
    out.set(a.subarray(i * width + columns[0], i * width + columns[1]), to);
  return out;
}

export function putPart(a: Float64Array, width: number, part: Float64Array, { rows, columns }: Part): void {
  const count = columns[1] - columns[0];
  for (let i = rows[0], from = 0; i < rows[1]; i++, from += count)
    a.set(part.subarray(from, from + count), i * width + columns[0]);
}
