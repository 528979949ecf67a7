import { matmul, type Rng, type Tensor, tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { transposed } from '../linalg/transposed.ts';
import type { Factors } from './nmf-start.ts';

/** Penalties λ₁·Σ|w| + λ₂/2·Σw² of one factor. */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}

export interface DescentOptions {
  readonly penaltyW: Penalty;
  readonly penaltyH: Penalty;
  /** Ends where the projected gradient is this share of what it was in the first round. */
  readonly tol: number;
  readonly maxIter: number;
  /** Draws the order of the components of each pass; null: as they are. */
  readonly rng: Rng | null;
  readonly onRound?: (round: number) => void;
}

/**
 * min ½·|X − W·H|² + penalties over W, H ≥ 0: Newton steps, cut off at 0, on one element of W after the other, then on those of H.
 *
 * @returns the number of rounds; the factors are changed
 * @reference Cichocki & Phan, Fast local algorithms (2009); Hsieh & Dhillon 2011
 */
export function descend(X: Tensor<[number, number]>, factors: Factors, options: DescentOptions): number {
  const { penaltyW, penaltyH, tol, maxIter, rng, onRound } = options;
  const { W, H } = factors;
  const [n, f] = X.shape;
  const k = W.length / n;
  const Ht = transposed(H, k, f);
  const Xt = X.transpose() as Tensor<[number, number]>;
  let first = 0;
  let round = 0;
  while (round < maxIter) {
    round++;
    const violation =
      pass(W, normalEquations(X, Ht, penaltyW), k, rng) + pass(Ht, normalEquations(Xt, W, penaltyH), k, rng);
    if (round === 1) first = violation;
    onRound?.(round);
    if (first === 0 || violation / first <= tol) break;
  }
  H.set(transposed(Ht, f, k));
  return round;
}

/** What a row w of a factor must fulfil against the other one, B: w·(BᵀB + λ₂·I) = x·B − λ₁ where w > 0. */
export interface NormalEquations {
  /** [K, K] */
  readonly gram: Float64Array;
  /** [rows, K] */
  readonly right: Float64Array;
}

/** @shape X [rows, columns], other [columns, K] */
export function normalEquations(
  X: Tensor<[number, number]>,
  other: Float64Array,
  { l1, l2 }: Penalty,
): NormalEquations {
  const columns = X.shape[1];
  const k = other.length / columns;
  return tidy(() => {
    const B = matrix(other, columns, k);
    const gram = values(matmul(B.transpose(), B as never) as Tensor).slice();
    for (let c = 0; c < k; c++) gram[c * k + c] += l2;
    const right = values(matmul(X, B as never) as Tensor).slice();
    if (l1 > 0) for (let i = 0; i < right.length; i++) right[i] -= l1;
    return { gram, right };
  });
}

/** One step on each element. @returns Σ |projected gradient| before the steps */
function pass(factor: Float64Array, { gram, right }: NormalEquations, k: number, rng: Rng | null): number {
  const order = rng === null ? Int32Array.from({ length: k }, (_, c) => c) : rng.permutation(k);
  let violation = 0;
  for (let row = 0; row < factor.length; row += k) violation += stepRow(factor, { row, gram, right, order });
  return violation;
}

interface Row {
  /** Where it begins in the factor, and in `right`. */
  readonly row: number;
  readonly gram: Float64Array;
  readonly right: Float64Array;
  /** In which components are visited. */
  readonly order: Int32Array;
}

function stepRow(factor: Float64Array, { row, gram, right, order }: Row): number {
  const k = order.length;
  let violation = 0;
  for (let o = 0; o < k; o++) {
    const c = order[o];
    let gradient = -right[row + c];
    for (let r = 0, at = c * k; r < k; r++, at++) gradient += gram[at] * factor[row + r];
    const value = factor[row + c];
    violation += Math.abs(value === 0 ? Math.min(0, gradient) : gradient);
    const curvature = gram[c * k + c];
    if (curvature !== 0) factor[row + c] = Math.max(value - gradient / curvature, 0);
  }
  return violation;
}

/**
 * The rows w ≥ 0 that fit the normal equations best, each to the end on its own: what one row becomes does not depend on the others.
 *
 * @shape → [rows, K]
 */
export function solveRows(
  equations: NormalEquations,
  k: number,
  { tol, maxIter }: { readonly tol: number; readonly maxIter: number },
): Float64Array {
  const factor = new Float64Array(equations.right.length);
  const order = Int32Array.from({ length: k }, (_, c) => c);
  for (let row = 0; row < factor.length; row += k) {
    const at = { row, ...equations, order };
    const first = stepRow(factor, at);
    for (let round = 1; round < maxIter && first > 0; round++) if (stepRow(factor, at) <= tol * first) break;
  }
  return factor;
}
