import {
  type DescentOptions,
  type DescentResult,
  dualityGap,
  softThreshold,
  sweepOrder,
} from './elastic-net-problem.ts';
import type { GramRows } from './gram-rows.ts';

/** ½‖y − Xw‖² by its products: all that coordinate descent has to know of N samples. */
export interface GramProblem {
  readonly gram: GramRows;
  /** Xᵀy [F] */
  readonly target: Float64Array;
  /** yᵀy */
  readonly targetSquares: number;
}

/** Coordinates that are let in at once, at least. */
const fewest = 32;

/**
 * Minimizes ½‖y − Xw‖² + l1·‖w‖₁ + l2/2·‖w‖² by coordinate descent on the products of the columns: O(F) per coordinate.
 *
 * Only coordinates that are not 0, or want to leave 0, are swept; the others are looked at before it ends.
 *
 * @param w where it starts; overwritten with the minimum
 * @reference Friedman, Hastie & Tibshirani 2010, §2.2 (covariance updates, active sets); the end is that of scikit-learn
 */
export function gramDescent(problem: GramProblem, w: Float64Array, options: DescentOptions): DescentResult {
  const { gram, target, targetSquares } = problem;
  const { l1, l2, gapTolerance, changeTolerance, maxSweeps, positive = false, rng = null } = options;
  const features = w.length;
  /** Xᵀ(y − Xw) */
  const correlation = target.slice();
  const support = Int32Array.from(w.keys()).filter((j) => w[j] !== 0);
  gram.prepare(support);
  for (const j of support) subtractRow(correlation, gram.data, gram.start(j), w[j]);
  const isActive = new Uint8Array(features);
  for (const j of support) isActive[j] = 1;
  let active = support;
  /** Lets those in that pull most at 0, as many as there are already: rows of the Gram matrix are what costs. */
  const activate = (): boolean => {
    const pullOf = (j: number): number => (positive ? correlation[j] : Math.abs(correlation[j]));
    const pulled = Int32Array.from(isActive.keys()).filter((j) => isActive[j] === 0 && pullOf(j) > l1);
    if (pulled.length === 0) return false;
    const most = Math.max(fewest, active.length);
    for (const j of pulled.sort((a, b) => pullOf(b) - pullOf(a)).subarray(0, most)) isActive[j] = 1;
    active = Int32Array.from(isActive.keys()).filter((j) => isActive[j] === 1);
    const byPull = Int32Array.from(isActive.keys()).sort((a, b) => pullOf(b) - pullOf(a));
    gram.prepare(active, byPull);
    return true;
  };
  activate();
  let gap = Number.POSITIVE_INFINITY;
  let sweeps = 0;
  while (sweeps < maxSweeps) {
    sweeps++;
    const { data } = gram;
    const order = sweepOrder(active, rng);
    let largest = 0;
    let largestChange = 0;
    for (let i = 0; i < order.length; i++) {
      const j = order[i];
      const start = gram.start(j);
      const square = data[start + j];
      if (square === 0) continue;
      const next = softThreshold(correlation[j] + square * w[j], l1, square + l2, positive);
      const change = next - w[j];
      if (change !== 0) subtractRow(correlation, data, start, change);
      w[j] = next;
      largest = Math.max(largest, Math.abs(next));
      largestChange = Math.max(largestChange, Math.abs(change));
    }
    if (largestChange > changeTolerance * largest && sweeps < maxSweeps) continue;
    if (activate() && sweeps < maxSweeps) continue;
    let explained = 0; // yᵀXw
    let fitted = 0; // ‖Xw‖²
    for (let j = 0; j < features; j++) {
      explained += target[j] * w[j];
      fitted += (target[j] - correlation[j]) * w[j];
    }
    const residualSquares = targetSquares + fitted - 2 * explained;
    gap = dualityGap({ w, correlation, residualSquares, residualTarget: targetSquares - explained }, options);
    if (gap <= gapTolerance) break;
  }
  return { gap, sweeps };
}

function subtractRow(to: Float64Array, rows: Float64Array, start: number, factor: number): void {
  for (let j = 0; j < to.length; j++) to[j] -= factor * rows[start + j];
}
