// Linear machines without a kernel: losses are distances of w·x from an interval.
import type { Rng } from '@ml/tensor';

/**
 * min R(w) + Σ Cᵢ·L(dᵢ), where dᵢ is the distance of w·xᵢ from [lowᵢ, highᵢ], and L(d) is d or d².
 *
 * In classification the intervals are [1, ∞) and (−∞, −1], so that d = max(0, 1 − y·w·x); in regression [y − ε, y + ε]. A constant
 * feature makes an intercept, whose weight is penalized like others.
 */
export interface LinearProblem {
  /** [N, width], the constant feature included. */
  readonly data: Float64Array;
  readonly width: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Cᵢ ≥ 0 */
  readonly costs: Float64Array;
}

export interface LinearSolverOptions {
  readonly tol: number;
  /** Most passes over the samples, or Newton steps. */
  readonly maxIter: number;
  readonly rng: Rng;
}

export interface LinearSolution {
  /** [width] */
  readonly weights: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Samples with the constant feature behind the others, where it is not null. @shape data [N, columns] → [N, width] */
export function withConstant(data: Float64Array, columns: number, constant: number | null): Float64Array {
  if (constant === null) return data;
  const n = data.length / columns;
  const out = new Float64Array(n * (columns + 1));
  for (let i = 0; i < n; i++) {
    out.set(data.subarray(i * columns, (i + 1) * columns), i * (columns + 1));
    out[i * (columns + 1) + columns] = constant;
  }
  return out;
}

/** Signed distance of a value from an interval: < 0 below, 0 within, > 0 above. */
export function excess(value: number, low: number, high: number): number {
  return value < low ? value - low : value > high ? value - high : 0;
}
