import { eigh } from '../linalg/eigh.ts';
import { multiply } from '../linalg/multiply.ts';

/**
 * b ← A⁺·b: the shortest of the least squares solutions. Eigenvalues below ε times the largest count as 0.
 *
 * @shape a [n, n] symmetric, b [n, columns]
 */
export function semidefiniteSolve(a: Float64Array, n: number, b: Float64Array, columns: number): void {
  const { values, vectors } = eigh(a, n);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const along = multiply(vectors, b, { size: [n, n, columns], transposeA: true });
  for (let i = 0, at = 0; i < n; i++) {
    const factor = Math.abs(values[i]) > Number.EPSILON * largest ? 1 / values[i] : 0;
    for (let k = 0; k < columns; k++, at++) along[at] *= factor;
  }
  b.set(multiply(vectors, along, { size: [n, n, columns] }));
}
