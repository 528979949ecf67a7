import { transposed } from '../linalg/transposed.ts';
import { excess, type LinearProblem, type LinearSolution, type LinearSolverOptions } from './linear-problem.ts';
import { range } from './range.ts';

/** A step has to bring this share of what the slope promises; it is halved at most so often. */
const leastShare = 0.01;
const mostHalvings = 20;

/**
 * R(w) = Σ|wⱼ| with squared distances: one weight after the other takes a Newton step that knows of |wⱼ|, halved until f decreases.
 *
 * A weight that is 0, and whose slope says by more than the largest violation of the last pass that it stays 0, is left out until the
 * others are done.
 *
 * @param options.tol ends when the sum of the violations of the optimality conditions is this small beside that at w = 0
 * @complexity O(N·F) a pass
 * @reference Yuan, Chang, Hsieh & Lin 2010, A comparison of optimization methods for large-scale L1-regularized linear classification, §4
 */
export function sparseCoordinateDescent(
  problem: LinearProblem,
  { tol, maxIter, rng }: LinearSolverOptions,
): LinearSolution {
  const { data, width, low, high, costs } = problem;
  const n = costs.length;
  const columns = transposed(data, n, width);
  const squares = new Float64Array(width);
  for (let j = 0, at = 0; j < width; j++) for (let i = 0; i < n; i++, at++) squares[j] += costs[i] * columns[at] ** 2;
  const weights = new Float64Array(width);
  const products = new Float64Array(n);
  const order = range(width);
  let active = width;
  let firstSum = 0;
  let lastWorst = Number.POSITIVE_INFINITY;
  let iterations = 0;
  while (iterations < maxIter) {
    iterations++;
    let worst = 0;
    let sum = 0;
    rng.shuffle(order.subarray(0, active));
    for (let k = 0; k < active; k++) {
      const j = order[k];
      const column = j * n;
      let slope = 0;
      let curvature = 1e-12;
      let loss = 0;
      for (let i = 0; i < n; i++) {
        const distance = excess(products[i], low[i], high[i]);
        if (distance === 0) continue;
        const x = columns[column + i];
        slope += 2 * costs[i] * distance * x;
        curvature += 2 * costs[i] * x * x;
        loss += costs[i] * distance * distance;
      }
      const weight = weights[j];
      const violation = weight === 0 ? Math.max(0, Math.abs(slope) - 1) : Math.abs(slope + Math.sign(weight));
      if (weight === 0 && Math.abs(slope) < 1 - lastWorst / n) {
        order[k--] = order[--active];
        order[active] = j;
        continue;
      }
      worst = Math.max(worst, violation);
      sum += violation;
      const line = {
        problem,
        products,
        column: columns.subarray(column, column + n),
        square: squares[j],
        weight,
        slope,
        loss,
      };
      const step = decreasing(newtonStep(weight, slope, curvature), line);
      if (step === 0) continue;
      weights[j] += step;
      for (let i = 0; i < n; i++) products[i] += step * columns[column + i];
    }
    if (iterations === 1) firstSum = sum;
    if (sum <= tol * firstSum) {
      if (active === width) return { weights, iterations, converged: true };
      active = width;
      lastWorst = Number.POSITIVE_INFINITY;
    } else lastWorst = worst;
  }
  return { weights, iterations, converged: false };
}

/** f along one weight. */
interface Line {
  readonly problem: LinearProblem;
  readonly products: Float64Array;
  readonly column: Float64Array;
  /** Σ Cᵢ·xᵢ² of the column. */
  readonly square: number;
  readonly weight: number;
  /** Of the loss. */
  readonly slope: number;
  readonly loss: number;
}

/** The step, halved until f decreases as its slope promises; 0 where it never does. */
function decreasing(first: number, line: Line): number {
  const { square, weight, slope, loss } = line;
  let step = first;
  let least = leastShare * (slope * step + Math.abs(weight + step) - Math.abs(weight));
  for (let halving = 0; halving < mostHalvings; halving++, step /= 2, least /= 2) {
    const penalty = Math.abs(weight + step) - Math.abs(weight);
    // Were all samples outside, f would decrease no more than this; and near the end this has digits where differences of f have none.
    if (slope * step + square * step * step + penalty <= least) return step;
    if (lossAfter(step, line) - loss + penalty <= least) return step;
  }
  return 0;
}

/** Σ Cᵢ·d² after a step. */
function lossAfter(step: number, { problem: { low, high, costs }, products, column }: Line): number {
  let loss = 0;
  for (let i = 0; i < costs.length; i++) {
    const distance = excess(products[i] + step * column[i], low[i], high[i]);
    loss += costs[i] * distance * distance;
  }
  return loss;
}

/** To the minimum of slope·d + ½·curvature·d² + |weight + d|. */
function newtonStep(weight: number, slope: number, curvature: number): number {
  if (slope + 1 <= curvature * weight) return -(slope + 1) / curvature;
  if (slope - 1 >= curvature * weight) return -(slope - 1) / curvature;
  return -weight;
}
