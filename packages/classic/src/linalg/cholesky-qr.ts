import { matmul, sub, type Tensor, tidy } from '@ml/tensor';
import { matrix } from '../base/values.ts';
import { cholesky } from './cholesky.ts';
import { gram } from './gram.ts';
import { invertLower } from './invert-lower.ts';
import { multiply } from './multiply.ts';
import { transposed } from './transposed.ts';

/** Fewest columns for which products are worth their overhead. */
const fewestColumns = 4;

/** Largest elements of R⁻¹, with the columns of R scaled to 1, up to which the method is exact: without, and with a correction. */
const trusted = 8;
const correctable = 1e6;
/** Up to which columns are orthogonal but for what one pass takes away. */
const orthogonal = 1.1;

/**
 * Q and R from the Cholesky factor of AᵀA, twice; null where columns are too near to dependent for it, or few.
 *
 * Q₁ = A·R₁⁻¹ is orthonormal but for ε·κ², κ the condition of A with columns of norm 1; the same again on Q₁, whose condition is near
 * 1, leaves ε. What A·R₁⁻¹ loses to rounding, ε·κ, is put back where that is more than a digit.
 *
 * @shape A [rows, columns] → Q [rows, columns], R [columns, columns] with a diagonal > 0
 * @reference Yamamoto, Nakatsukasa, Yanagisawa & Fukaya, Roundoff error analysis of the CholeskyQR2 algorithm (2015)
 */
export function choleskyQR(A: Tensor): { readonly Q: Tensor; readonly R: Float64Array } | null {
  const [rows, columns] = A.shape as readonly [number, number];
  if (columns < fewestColumns || rows < columns) return null;
  return tidy(() => {
    const first = factor(gram(A), columns);
    if (first === null || first.size > correctable) return null;
    const inverse = matrix(first.inverse, columns, columns);
    let Q = matmul(A, inverse as never) as Tensor;
    if (first.size > trusted) {
      const lost = sub(A, matmul(Q, matrix(first.R, columns, columns) as never) as Tensor) as Tensor;
      Q = Q.add(matmul(lost, inverse as never) as Tensor) as Tensor;
    }
    if (first.size < orthogonal) return { Q, R: first.R };
    const second = factor(gram(Q), columns);
    // Further from orthonormal than this the second pass would not be the last.
    if (second === null || second.size > orthogonal) return null;
    Q = matmul(Q, matrix(second.inverse, columns, columns) as never) as Tensor;
    return { Q, R: multiply(second.R, first.R, { size: [columns, columns, columns] }) };
  });
}

interface TriangularFactor {
  /** Upper triangular, RᵀR = G. */
  readonly R: Float64Array;
  readonly inverse: Float64Array;
  /** Largest element of the inverse with the columns of R scaled to norm 1. */
  readonly size: number;
}

/** Columns are scaled to norm 1 first: how different their sizes are is no matter then. */
function factor(G: Float64Array, n: number): TriangularFactor | null {
  const norms = Float64Array.from({ length: n }, (_, j) => Math.sqrt(G[j * n + j]));
  if (norms.some((norm) => !(norm > 0))) return null;
  const scaled = new Float64Array(n * n);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < n; j++, at++) scaled[at] = G[at] / (norms[i] * norms[j]);
  const lower = cholesky(scaled, n);
  if (lower === null) return null;
  const lowerInverse = invertLower(lower, n);
  let size = 0;
  for (let i = 0; i < lowerInverse.length; i++) size = Math.max(size, Math.abs(lowerInverse[i]));
  const R = transposed(lower, n, n);
  const inverse = transposed(lowerInverse, n, n);
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++) {
      R[at] *= norms[j];
      inverse[at] /= norms[i];
    }
  return { R, inverse, size };
}
