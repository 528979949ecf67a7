import {
  type DescentOptions,
  type DescentResult,
  dualityGap,
  softThreshold,
  sweepOrder,
} from './elastic-net-problem.ts';

/** ½‖y − Xw‖² with the columns of X. */
export interface ResidualProblem {
  /** Xᵀ: each column of X in a row. [F, N] */
  readonly columns: Float64Array;
  /** [N] */
  readonly target: Float64Array;
}

/**
 * Minimizes ½‖y − Xw‖² + l1·‖w‖₁ + l2/2·‖w‖² by coordinate descent with the residual at hand: O(N) per coordinate, for problems with
 * more features than samples, whose Gram matrix would be large.
 *
 * Between full sweeps only coordinates that are not 0 are swept.
 *
 * @param w where it starts; overwritten with the minimum
 * @reference Friedman, Hastie & Tibshirani 2010, §2.1; the end is that of scikit-learn
 */
export function residualDescent(problem: ResidualProblem, w: Float64Array, options: DescentOptions): DescentResult {
  const { columns, target } = problem;
  const { l1, l2, gapTolerance, changeTolerance, maxSweeps, positive = false, rng = null } = options;
  const n = target.length;
  const features = w.length;
  const residual = target.slice();
  const squares = new Float64Array(features);
  for (let j = 0; j < features; j++) {
    squares[j] = product(columns, j * n, columns, j * n, n);
    if (w[j] !== 0) subtractColumn(residual, columns, j * n, w[j]);
  }
  const all = Int32Array.from({ length: features }, (_, j) => j);
  let active = all;
  let gap = Number.POSITIVE_INFINITY;
  let sweeps = 0;
  while (sweeps < maxSweeps) {
    sweeps++;
    const order = sweepOrder(active, rng);
    let largest = 0;
    let largestChange = 0;
    for (let i = 0; i < order.length; i++) {
      const j = order[i];
      const square = squares[j];
      if (square === 0) continue;
      const pull = product(columns, j * n, residual, 0, n) + square * w[j];
      const next = softThreshold(pull, l1, square + l2, positive);
      const change = next - w[j];
      if (change !== 0) subtractColumn(residual, columns, j * n, change);
      w[j] = next;
      largest = Math.max(largest, Math.abs(next));
      largestChange = Math.max(largestChange, Math.abs(change));
    }
    const settled = largestChange <= changeTolerance * largest;
    if (!settled && sweeps < maxSweeps) {
      if (active === all) active = all.filter((j) => w[j] !== 0);
      continue;
    }
    if (active !== all && sweeps < maxSweeps) {
      active = all;
      continue;
    }
    const correlation = new Float64Array(features);
    for (let j = 0; j < features; j++) correlation[j] = product(columns, j * n, residual, 0, n);
    const residualSquares = product(residual, 0, residual, 0, n);
    const residualTarget = product(residual, 0, target, 0, n);
    gap = dualityGap({ w, correlation, residualSquares, residualTarget }, options);
    if (gap <= gapTolerance) break;
  }
  return { gap, sweeps };
}

/** Σ a·b, as four sums, which a processor adds at the same time. */
function product(a: Float64Array, aStart: number, b: Float64Array, bStart: number, n: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < n; i += 4) {
    s0 += a[aStart + i] * b[bStart + i];
    s1 += a[aStart + i + 1] * b[bStart + i + 1];
    s2 += a[aStart + i + 2] * b[bStart + i + 2];
    s3 += a[aStart + i + 3] * b[bStart + i + 3];
  }
  for (; i < n; i++) s0 += a[aStart + i] * b[bStart + i];
  return s0 + s1 + (s2 + s3);
}

function subtractColumn(to: Float64Array, columns: Float64Array, start: number, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] -= factor * columns[start + i];
}
