import { matmul, type Rng, type Tensor } from '@ml/tensor';
import { float64, values } from '../base/values.ts';
import type { DescentOptions, DescentResult } from '../solvers/elastic-net-problem.ts';
import { type GramProblem, gramDescent } from '../solvers/gram-descent.ts';
import { GramRows } from '../solvers/gram-rows.ts';
import { residualDescent } from '../solvers/residual-descent.ts';
import type { DescentData } from './descent-data.ts';

/** How coordinate descent works; parameters that all its estimators share. */
export interface DescentSettings {
  /**
   * Work on the products of the columns instead of the residual; 'auto': where there are more samples than features, once that has
   * become worth computing them.
   */
  readonly precompute: boolean | 'auto';
  readonly maxIter: number;
  readonly tol: number;
  readonly positive: boolean;
}

export interface PathOptions extends DescentSettings {
  /** From the strongest to the weakest: each solution is where the next begins. */
  readonly alphas: ArrayLike<number>;
  readonly l1Ratio: number;
  /** Draws the coordinates; null: one after the other. */
  readonly rng: Rng | null;
}

/** One solution of the path. */
export interface PathPoint {
  readonly coef: Float64Array;
  readonly dualGap: number;
  readonly sweeps: number;
}

/** More solutions than these are surely worth the products. */
const fewAlphas = 4;

/** Full sweeps over the residual that take as long as all products, per feature. */
const sweepsPerProducts = 0.08;

/**
 * Minima of ½‖y − Xw‖² / Σw + α·(l1Ratio·‖w‖₁ + (1 − l1Ratio)/2·‖w‖²) for each α.
 *
 * Ends for each when the duality gap is at most tol·‖y‖². Often some sweeps are all it takes; where they are not, the products of the
 * columns make every further one cheap. Nobody knows before: so it sweeps over the residual until it has spent what the products
 * cost, and goes on with them. That is never twice as long as the better of both.
 */
export function elasticNetPath(data: DescentData, options: PathOptions): PathPoint[] {
  const { alphas, l1Ratio, tol, maxIter, positive, rng, precompute } = options;
  const [n, features] = data.shape;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += data.target[i] * data.target[i];
  const w = new Float64Array(features);
  let columns: Tensor<[number, number]> | null = null;
  let products: GramProblem | null = null;
  const atOnce = precompute === true || (precompute === 'auto' && n > features && alphas.length > fewAlphas);
  const later = precompute === 'auto' && n > features;
  let visitsLeft = atOnce ? 0 : later ? sweepsPerProducts * features * features : Number.POSITIVE_INFINITY;
  const byProducts = (each: DescentOptions): DescentResult => {
    products ??= productsOf(data, squares);
    return gramDescent(products, w, each);
  };
  return Array.from(alphas, (alpha) => {
    const each = {
      l1: alpha * l1Ratio * data.total,
      l2: alpha * (1 - l1Ratio) * data.total,
      gapTolerance: tol * squares,
      changeTolerance: tol,
      maxSweeps: maxIter,
      positive,
      rng,
    };
    let sweeps = 0;
    if (visitsLeft > features) {
      columns ??= data.columns();
      const result = residualDescent({ columns, target: data.target }, w, { ...each, maxVisits: visitsLeft });
      visitsLeft -= result.visits;
      sweeps = result.sweeps;
      if (!result.gaveUp) return { coef: w.slice(), dualGap: result.gap / data.total, sweeps };
    }
    const result = byProducts({ ...each, maxSweeps: maxIter - sweeps });
    return { coef: w.slice(), dualGap: result.gap / data.total, sweeps: sweeps + result.sweeps };
  });
}

function productsOf(data: DescentData, targetSquares: number): GramProblem {
  const X = data.rows();
  const target = values(matmul(float64(data.target, [1, X.shape[0]]), X)).slice();
  return { gram: new GramRows({ X }, X.shape[1]), target, targetSquares };
}
