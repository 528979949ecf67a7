import type { Rng } from '@ml/tensor';

/** The penalty l1·‖w‖₁ + l2/2·‖w‖², and when to stop. */
export interface DescentOptions {
  readonly l1: number;
  readonly l2: number;
  /** Ends when the duality gap is no larger. */
  readonly gapTolerance: number;
  /** The gap is looked at when no coefficient changes by more than this share of the largest. */
  readonly changeTolerance: number;
  readonly maxSweeps: number;
  /** Only w ≥ 0. */
  readonly positive?: boolean;
  /** Draws the coordinates; null: one after the other. */
  readonly rng?: Rng | null;
}

export interface DescentResult {
  readonly gap: number;
  readonly sweeps: number;
}

/** The minimum over v of ½·curvature·v² − pull·v + l1·|v|. */
export function softThreshold(pull: number, l1: number, curvature: number, positive: boolean): number {
  if (pull > l1) return (pull - l1) / curvature;
  if (pull < -l1 && !positive) return (pull + l1) / curvature;
  return 0;
}

/** What the duality gap of ½‖y − Xw‖² + penalty takes. */
export interface GapTerms {
  readonly w: Float64Array;
  /** Xᵀr of the residual r = y − Xw. */
  readonly correlation: Float64Array;
  /** ‖r‖² and rᵀy */
  readonly residualSquares: number;
  readonly residualTarget: number;
}

/**
 * How far ½‖y − Xw‖² + l1·‖w‖₁ + l2/2·‖w‖² can be above its minimum: its distance to the dual at the residual, scaled to be feasible.
 *
 * @reference Kim, Koh, Lustig, Boyd & Gorinevsky 2007, with the l2 term as rows of X
 */
export function dualityGap(terms: GapTerms, { l1, l2, positive = false }: DescentOptions): number {
  const { w, correlation, residualSquares, residualTarget } = terms;
  let dualNorm = 0;
  let sum = 0;
  let squares = 0;
  for (let j = 0; j < w.length; j++) {
    const dual = correlation[j] - l2 * w[j];
    dualNorm = Math.max(dualNorm, positive ? dual : Math.abs(dual));
    sum += Math.abs(w[j]);
    squares += w[j] * w[j];
  }
  const scale = dualNorm > l1 ? l1 / dualNorm : 1;
  return 0.5 * (1 + scale * scale) * (residualSquares + l2 * squares) + l1 * sum - scale * residualTarget;
}

/** Coordinates of one sweep: as they are, or as many draws. */
export function sweepOrder(active: Int32Array, rng: Rng | null): Int32Array {
  if (rng === null) return active;
  return Int32Array.from({ length: active.length }, () => active[rng.integers(0, active.length)]);
}
