import { allocate, type Tensor, tidy } from '@ml/tensor';
import { float64, integers, values } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';
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
  options: LinearSolverOptions,
): LinearSolution {
  return tidy(() => {
    const { tol, maxIter, rng } = options;
    const { width } = problem;
    const variables = dualVariables(problem, squared);
    const { order, weights, beta, data, low, high, bound, ridge, curvature, all } = variables;
    const found = allocate([1], 'float64');
    const addresses = [found, order, weights, beta, data, low, high, bound, ridge, curvature].map(
      ({ address }) => address,
    ) as SweepAddresses;
    const ended = (iterations: number, converged: boolean): LinearSolution => ({
      weights: values(weights).slice(),
      iterations,
      converged,
    });
    let active = all;
    let firstWorst = 0;
    let lastWorst = Number.POSITIVE_INFINITY;
    for (let iterations = 1; iterations <= maxIter; iterations++) {
      const seeds = [rng.integers(1, 2 ** 31), rng.integers(1, 2 ** 31)] as const;
      active = classicKernels.exports.dualSweep(...addresses, width, active, lastWorst, ...seeds);
      const worst = values(found)[0];
      if (iterations === 1) firstWorst = worst;
      if (worst <= tol * firstWorst) {
        if (active === all) return ended(iterations, true);
        active = all;
        lastWorst = Number.POSITIVE_INFINITY;
      } else lastWorst = worst;
    }
    return ended(maxIter, false);
  });
}

type SweepAddresses = [
  ...[found: number, order: number, weights: number, beta: number, data: number, low: number],
  ...[high: number, bound: number, ridge: number, curvature: number],
];

/** Arrays by variable, in the memory of tensors. */
function dualVariables({ data, width, low, high, costs }: LinearProblem, squared: boolean) {
  const n = costs.length;
  const ridge = costs.map((cost) => (squared ? 0.5 / cost : 0));
  const bound = costs.map((cost) => (squared ? Number.POSITIVE_INFINITY : cost));
  const curvature = ridge.slice();
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < width; j++, at++) curvature[i] += data[at] * data[at];
  // Without a price, or all 0 where nothing is squared, a variable has nothing to do.
  const order = range(n).filter((i) => costs[i] > 0 && curvature[i] > 0);
  const zeros = (length: number): Tensor => float64(new Float64Array(length), [length]);
  return {
    ...{ all: order.length, order: integers(order), weights: zeros(width), beta: zeros(n) },
    ...{ data: float64(data, [n, width]), low: float64(low, [n]), high: float64(high, [n]) },
    ...{ bound: float64(bound, [n]), ridge: float64(ridge, [n]), curvature: float64(curvature, [n]) },
  };
}
