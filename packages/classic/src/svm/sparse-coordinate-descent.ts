import { allocate, type Tensor, tidy } from '@ml/tensor';
import { values, vector } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';
import type { LinearProblem, LinearSolution, LinearSolverOptions } from './linear-problem.ts';
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
export function sparseCoordinateDescent(problem: LinearProblem, options: LinearSolverOptions): LinearSolution {
  return tidy(() => {
    const { tol, maxIter, rng } = options;
    const { width } = problem;
    const n = problem.costs.length;
    const lines = new ColumnLines(problem);
    const weights = new Float64Array(width);
    const order = range(width);
    let active = width;
    let firstSum = 0;
    let lastWorst = Number.POSITIVE_INFINITY;
    for (let iterations = 1; iterations <= maxIter; iterations++) {
      let worst = 0;
      let sum = 0;
      rng.shuffle(order.subarray(0, active));
      for (let k = 0; k < active; k++) {
        const j = order[k];
        const weight = weights[j];
        const line = lines.at(j);
        const { slope, curvature } = line;
        if (weight === 0 && Math.abs(slope) < 1 - lastWorst / n) {
          order[k--] = order[--active];
          order[active] = j;
          continue;
        }
        const violation = weight === 0 ? Math.max(0, Math.abs(slope) - 1) : Math.abs(slope + Math.sign(weight));
        worst = Math.max(worst, violation);
        sum += violation;
        const step = decreasing(newtonStep(weight, slope, curvature), weight, line);
        if (step === 0) continue;
        weights[j] += step;
        lines.move(j, step);
      }
      if (iterations === 1) firstSum = sum;
      if (sum <= tol * firstSum) {
        if (active === width) return { weights, iterations, converged: true };
        active = width;
        lastWorst = Number.POSITIVE_INFINITY;
      } else lastWorst = worst;
    }
    return { weights, iterations: maxIter, converged: false };
  });
}

/** Σ C·d² along one weight. */
interface Line {
  readonly slope: number;
  readonly curvature: number;
  /** The curvature if all samples were outside their intervals. */
  readonly most: number;
  readonly loss: number;
  /** Its value after a step. */
  readonly after: (step: number) => number;
}

/** Columns of X, and the products w·x, in the memory of tensors. */
class ColumnLines {
  readonly #n: number;
  readonly #columns: Tensor;
  readonly #products: Tensor;
  readonly #arrays: readonly [low: Tensor, high: Tensor, costs: Tensor];
  readonly #found = allocate([3], 'float64');
  readonly #most: Float64Array;

  constructor({ data, width, low, high, costs }: LinearProblem) {
    // Kernels work on two samples at a time: where their number is odd, one without a price is added.
    const n = costs.length + (costs.length % 2);
    const columns = new Float64Array(width * n);
    this.#most = new Float64Array(width);
    for (let i = 0, at = 0; i < costs.length; i++) {
      for (let j = 0; j < width; j++, at++) {
        columns[j * n + i] = data[at];
        this.#most[j] += 2 * costs[i] * data[at] * data[at];
      }
    }
    const padded = (list: Float64Array): Tensor => {
      const out = new Float64Array(n);
      out.set(list);
      return vector(out);
    };
    this.#n = n;
    this.#columns = vector(columns);
    this.#products = padded(new Float64Array(0));
    this.#arrays = [padded(low), padded(high), padded(costs)];
  }

  at(j: number): Line {
    const [column, products] = [this.#column(j), this.#products.address];
    const [low, high, costs] = this.#arrays.map(({ address }) => address);
    classicKernels.exports.intervalSlopes(this.#found.address, column, products, low, high, costs, this.#n);
    const [slope, curvature, loss] = values(this.#found);
    const after = (step: number): number =>
      classicKernels.exports.intervalLoss(column, products, low, high, costs, step, this.#n);
    return { slope, curvature: curvature + 1e-12, most: this.#most[j], loss, after };
  }

  move(j: number, step: number): void {
    classicKernels.exports.stepAlong(this.#products.address, this.#column(j), step, this.#n);
  }

  #column(j: number): number {
    return this.#columns.address + j * this.#n * Float64Array.BYTES_PER_ELEMENT;
  }
}

/** The step, halved until f decreases as its slope promises; 0 where it never does. */
function decreasing(first: number, weight: number, { slope, most, loss, after }: Line): number {
  let step = first;
  let least = leastShare * (slope * step + Math.abs(weight + step) - Math.abs(weight));
  for (let halving = 0; halving < mostHalvings; halving++, step /= 2, least /= 2) {
    const penalty = Math.abs(weight + step) - Math.abs(weight);
    // f grows no more than with that curvature; and near the end this has digits where differences of f have none.
    if (slope * step + (most * step * step) / 2 + penalty <= least) return step;
    if (after(step) - loss + penalty <= least) return step;
  }
  return 0;
}

/** To the minimum of slope·d + ½·curvature·d² + |weight + d|. */
function newtonStep(weight: number, slope: number, curvature: number): number {
  if (slope + 1 <= curvature * weight) return -(slope + 1) / curvature;
  if (slope - 1 >= curvature * weight) return -(slope - 1) / curvature;
  return -weight;
}
