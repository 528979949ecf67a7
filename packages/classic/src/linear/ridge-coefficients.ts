import { matmul } from '@ml/tensor';
import { values } from '../base/values.ts';
import { cholesky, choleskySolve } from '../linalg/cholesky.ts';
import { gram } from '../linalg/gram.ts';
import { multiply } from '../linalg/multiply.ts';
import { svd } from '../linalg/svd.ts';
import type { Centered } from './centered.ts';
import { rowsOfTargets } from './least-squares.ts';

export type RidgeSolver = 'auto' | 'cholesky' | 'svd';

/**
 * The W that minimizes ‖X·Wᵀ − Y‖² + Σₖ αₖ·‖wₖ‖².
 *
 * 'cholesky' solves the F equations of the features, or the N of the samples where those are fewer, and gives way to 'svd' where
 * they are singular (α = 0).
 *
 * @param alphas one for each target [K]
 * @shape → [K, F]
 */
export function ridgeCoefficients(data: Centered, alphas: Float64Array, solver: RidgeSolver): Float64Array {
  if (solver === 'svd') return bySingularValues(data, alphas);
  return byCholesky(data, alphas) ?? bySingularValues(data, alphas);
}

function byCholesky({ X, y }: Centered, alphas: Float64Array): Float64Array | null {
  const [n, features] = X.shape;
  const targets = y.shape[1];
  const isDual = features > n;
  const size = isDual ? n : features;
  const products = gram(isDual ? X.transpose() : X);
  const pull = (isDual ? values(y) : values(matmul(X.transpose(), y))).slice(); // [size, K]
  const same = alphas.every((alpha) => alpha === alphas[0]);
  for (let k = 0; k < (same ? 1 : targets); k++) {
    const shifted = products.slice();
    for (let i = 0; i < size; i++) shifted[i * size + i] += alphas[k];
    const factor = cholesky(shifted, size);
    if (factor === null) return null;
    if (same) choleskySolve(factor, size, pull, targets);
    else {
      const column = Float64Array.from({ length: size }, (_, i) => pull[i * targets + k]);
      choleskySolve(factor, size, column);
      for (let i = 0; i < size; i++) pull[i * targets + k] = column[i];
    }
  }
  if (!isDual) return rowsOfTargets(pull, features, targets);
  return multiply(pull, values(X), { size: [targets, n, features], transposeA: true });
}

function bySingularValues({ X, y }: Centered, alphas: Float64Array): Float64Array {
  const [n, features] = X.shape;
  const targets = y.shape[1];
  const { U, s, Vt } = svd(values(X), n, features);
  const cutoff = Number.EPSILON * Math.max(n, features) * s[0];
  const projected = multiply(U, values(y), { size: [s.length, n, targets], transposeA: true });
  for (let i = 0; i < projected.length; i++) {
    const value = s[Math.floor(i / targets)];
    projected[i] *= value > cutoff ? value / (value * value + alphas[i % targets]) : 0;
  }
  const coef = multiply(Vt, projected, { size: [features, s.length, targets], transposeA: true });
  return rowsOfTargets(coef, features, targets);
}
