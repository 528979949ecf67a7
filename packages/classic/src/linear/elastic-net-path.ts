import { matmul, type Rng } from '@ml/tensor';
import { values } from '../base/values.ts';
import { transposed } from '../linalg/transposed.ts';
import type { DescentOptions, DescentResult } from '../solvers/elastic-net-problem.ts';
import { gramDescent } from '../solvers/gram-descent.ts';
import { GramRows } from '../solvers/gram-rows.ts';
import { residualDescent } from '../solvers/residual-descent.ts';
import type { Centered } from './centered.ts';

/** How coordinate descent works; parameters that all its estimators share. */
export interface DescentSettings {
  /** Work on the products of the columns instead of the residual; 'auto': where there are more samples than features. */
  readonly precompute: boolean | 'auto';
  readonly maxIter: number;
  readonly tol: number;
  readonly positive: boolean;
}

export interface PathOptions extends DescentSettings {
  /** From the strongest to the weakest: each solution is where the next begins. */
  readonly alphas: ArrayLike<number>;
  readonly l1Ratio: number;
  /** Sum of the weights. */
  readonly total: number;
  /** Draws the coordinates; null: one after the other. */
  readonly rng: Rng | null;
}

/** One solution of the path. */
export interface PathPoint {
  readonly coef: Float64Array;
  readonly dualGap: number;
  readonly sweeps: number;
}

/**
 * Minima of ½‖y − Xw‖² / Σw + α·(l1Ratio·‖w‖₁ + (1 − l1Ratio)/2·‖w‖²) for each α.
 *
 * Ends for each when the duality gap is at most tol·‖y‖². Tensors of the scope it is called in.
 *
 * @param data with one target
 */
export function elasticNetPath({ X, y }: Centered, options: PathOptions): PathPoint[] {
  const { alphas, l1Ratio, total, tol, maxIter, positive, rng, precompute } = options;
  const [n, features] = X.shape;
  const target = values(y);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += target[i] * target[i];
  const useGram = precompute === 'auto' ? n > features : precompute;
  let descend: (w: Float64Array, options: DescentOptions) => DescentResult;
  if (useGram) {
    const gram = new GramRows({ X }, features);
    const problem = { gram, target: values(matmul(X.transpose(), y)).slice(), targetSquares: squares };
    descend = (w, each) => gramDescent(problem, w, each);
  } else {
    const problem = { columns: transposed(values(X), n, features), target: target.slice() };
    descend = (w, each) => residualDescent(problem, w, each);
  }
  const w = new Float64Array(features);
  return Array.from(alphas, (alpha) => {
    const { gap, sweeps } = descend(w, {
      l1: alpha * l1Ratio * total,
      l2: alpha * (1 - l1Ratio) * total,
      gapTolerance: tol * squares,
      changeTolerance: tol,
      maxSweeps: maxIter,
      positive,
      rng,
    });
    return { coef: w.slice(), dualGap: gap / total, sweeps };
  });
}
