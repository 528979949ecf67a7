import { cholesky } from '../linalg/cholesky.ts';
import { invertLower } from '../linalg/invert-lower.ts';
import { multiply } from '../linalg/multiply.ts';
import { transposed } from '../linalg/transposed.ts';

/** P = L⁻ᵀ of a covariance L·Lᵀ, so that P·Pᵀ is its inverse; null where it is not positive definite. @shape [F, F] → [F, F] */
export function precisionFactor(covariance: Float64Array, f: number): Float64Array | null {
  const lower = cholesky(covariance, f);
  if (lower === null) return null;
  return transposed(invertLower(lower, f), f, f);
}

/** P·Pᵀ */
export function timesItsTranspose(factor: Float64Array, f: number): Float64Array {
  return multiply(factor, factor, { size: [f, f, f], transposeB: true });
}

/** ln of the product of the diagonal. */
export function logDiagonal(factor: Float64Array, f: number): number {
  let sum = 0;
  for (let j = 0; j < f; j++) sum += Math.log(factor[j * f + j]);
  return sum;
}

/** Works on every one of several square matrices; null where one gives null. */
export function mapMatrices(
  all: Float64Array,
  f: number,
  map: (one: Float64Array) => Float64Array | null,
): Float64Array | null {
  const out = new Float64Array(all.length);
  for (let start = 0; start < all.length; start += f * f) {
    const result = map(all.subarray(start, start + f * f));
    if (result === null) return null;
    out.set(result, start);
  }
  return out;
}
