import { allocate, engine, heapView, type Tensor } from '@ml/tensor';
import { float64, integers, values } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';
import { type DescentOptions, type DescentResult, dualityGap, sweepOrder } from './elastic-net-problem.ts';

/** ½‖y − Xw‖² with the columns of X. */
export interface ResidualProblem {
  /** Xᵀ: each column of X in a row, contiguous. [F, N] */
  readonly columns: Tensor<[number, number]>;
  /** [N] */
  readonly target: Float64Array;
}

export interface ResidualOptions extends DescentOptions {
  /** Ends, without looking at the gap, when coordinates have been visited that often. */
  readonly maxVisits?: number;
}

export interface ResidualResult extends DescentResult {
  /** How often a coordinate was visited. */
  readonly visits: number;
  /** It ended because of `maxVisits`. */
  readonly gaveUp: boolean;
}

/**
 * Minimizes ½‖y − Xw‖² + l1·‖w‖₁ + l2/2·‖w‖² by coordinate descent with the residual at hand: O(N) per coordinate, and no Gram matrix.
 *
 * Between full sweeps only coordinates that are not 0 are swept. Its tensors belong to the scope it is called in.
 *
 * @param w where it starts; overwritten with the minimum
 * @reference Friedman, Hastie & Tibshirani 2010, §2.1; the end is that of scikit-learn
 */
export function residualDescent(problem: ResidualProblem, w: Float64Array, options: ResidualOptions): ResidualResult {
  const { columns, target } = problem;
  const { l1, l2, gapTolerance, changeTolerance, maxSweeps, positive = false, rng = null } = options;
  const { maxVisits = Number.POSITIVE_INFINITY } = options;
  const [features, n] = columns.shape;
  const all = Int32Array.from({ length: features }, (_, j) => j);
  const own = {
    w: float64(w, [features]),
    residual: float64(target, [n]),
    squares: allocate([features], 'float64'),
    correlation: allocate([features], 'float64'),
    changes: allocate([2], 'float64'),
    order: integers(all),
  };
  const grain = { grain: Math.ceil(50_000 / n) };
  const onColumns = (name: 'columnSquares' | 'columnProducts', to: Tensor, ...vector: number[]): void =>
    engine.forRanges(classicKernels.threaded(name), features, grain, (first, count) => [
      to.address,
      columns.address,
      ...vector,
      n,
      first,
      count,
    ]);
  onColumns('columnSquares', own.squares);
  for (let j = 0; j < features; j++) {
    if (w[j] === 0) continue;
    const [column, residual] = [values(columns), values(own.residual)];
    for (let i = 0; i < n; i++) residual[i] -= w[j] * column[j * n + i];
  }
  let active = all;
  let visits = 0;
  const ended = (gap: number, sweeps: number, gaveUp: boolean): ResidualResult => {
    w.set(values(own.w));
    return { gap, sweeps, visits, gaveUp };
  };
  for (let sweeps = 1; ; sweeps++) {
    (heapView(own.order) as Int32Array).set(sweepOrder(active, rng));
    const address = (tensor: Tensor): number => tensor.address;
    classicKernels.exports.descentSweep(
      ...([own.changes, own.w, own.residual, columns, own.squares, own.order].map(address) as Addresses),
      active.length,
      n,
      l1,
      l2,
      positive ? 1 : 0,
    );
    visits += active.length;
    const [largest, largestChange] = values(own.changes);
    const isLast = sweeps >= maxSweeps;
    if (!isLast && visits >= maxVisits) return ended(Number.POSITIVE_INFINITY, sweeps, true);
    const settled = largestChange <= changeTolerance * largest;
    if (!isLast && (!settled || active !== all)) {
      const current = values(own.w);
      active = settled ? all : active === all ? all.filter((j) => current[j] !== 0) : active;
      continue;
    }
    onColumns('columnProducts', own.correlation, own.residual.address);
    const residual = values(own.residual);
    let [residualSquares, residualTarget] = [0, 0];
    for (let i = 0; i < n; i++) {
      residualSquares += residual[i] * residual[i];
      residualTarget += residual[i] * target[i];
    }
    const terms = { w: values(own.w), correlation: values(own.correlation), residualSquares, residualTarget };
    const gap = dualityGap(terms, options);
    if (gap <= gapTolerance || isLast) return ended(gap, sweeps, false);
  }
}

type Addresses = [number, number, number, number, number, number];
