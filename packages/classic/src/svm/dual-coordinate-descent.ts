import type { LinearProblem, LinearSolution, LinearSolverOptions } from './linear-problem.ts';
import { range } from './range.ts';

/**
 * R(w) = ½|w|² by the dual: one variable after the other, in random order, is set to its optimum.
 *
 * min ½|Σ βᵢxᵢ|² + Σ (½·Dᵢ·βᵢ² − lowᵢ·max(βᵢ, 0) + highᵢ·max(−βᵢ, 0)) with w = Σ βᵢxᵢ. Distances: |βᵢ| ≤ Cᵢ, D = 0; their squares:
 * no bounds, Dᵢ = 1/(2Cᵢ). A variable whose derivatives say, by more than the largest violation of the last pass, that it stays where it
 * is, is left out until the others are done.
 *
 * @param squared whether the loss is d²
 * @complexity O(N·F) a pass
 * @reference Hsieh, Chang, Lin, Keerthi & Sundararajan 2008, A dual coordinate descent method for large-scale linear SVM;
 *   Ho & Lin 2012, Large-scale linear support vector regression
 */
export function dualCoordinateDescent(
  problem: LinearProblem,
  squared: boolean,
  { tol, maxIter, rng }: LinearSolverOptions,
): LinearSolution {
  const { data, width, low, high, costs } = problem;
  const n = costs.length;
  const weights = new Float64Array(width);
  const beta = new Float64Array(n);
  const ridge = new Float64Array(n);
  const bound = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const curvature = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (squared) ridge[i] = 0.5 / costs[i];
    else bound[i] = costs[i];
    curvature[i] = ridge[i];
    for (let j = i * width; j < (i + 1) * width; j++) curvature[i] += data[j] * data[j];
  }
  // Without a price, or all 0 where nothing is squared, a variable has nothing to do.
  const order = range(n).filter((i) => costs[i] > 0 && curvature[i] > 0);
  let active = order.length;
  let firstWorst = 0;
  let lastWorst = Number.POSITIVE_INFINITY;
  let iterations = 0;
  while (iterations < maxIter) {
    iterations++;
    let worst = 0;
    rng.shuffle(order.subarray(0, active));
    for (let k = 0; k < active; k++) {
      const i = order[k];
      const start = i * width;
      const old = beta[i];
      let slope = ridge[i] * old;
      for (let j = 0; j < width; j++) slope += weights[j] * data[start + j];
      const right = slope - (old >= 0 ? low[i] : high[i]);
      const left = slope - (old > 0 ? low[i] : high[i]);
      const rises = old < bound[i] ? -right : 0;
      const falls = old > -bound[i] ? left : 0;
      const violation = Math.max(rises, falls, 0);
      if (violation === 0) {
        const staysBelow = old >= bound[i] || right > lastWorst;
        const staysAbove = old <= -bound[i] || left < -lastWorst;
        if (staysBelow && staysAbove) {
          order[k--] = order[--active];
          order[active] = i;
        }
        continue;
      }
      worst = Math.max(worst, violation);
      const value = optimum(old, slope, curvature[i], low[i], high[i], bound[i]);
      const step = value - old;
      if (step === 0) continue;
      beta[i] = value;
      for (let j = 0; j < width; j++) weights[j] += step * data[start + j];
    }
    if (iterations === 1) firstWorst = worst;
    if (worst <= tol * firstWorst) {
      if (active === order.length) return { weights, iterations, converged: true };
      active = order.length;
      lastWorst = Number.POSITIVE_INFINITY;
    } else lastWorst = worst;
  }
  return { weights, iterations, converged: false };
}

/** Where the parabolas right and left of 0 that go through the variable's point have their minimum, within the bounds. */
function optimum(old: number, slope: number, curvature: number, low: number, high: number, bound: number): number {
  const above = old - (slope - low) / curvature;
  if (above > 0) return Math.min(above, bound);
  const below = old - (slope - high) / curvature;
  return below < 0 ? Math.max(below, -bound) : 0;
}
