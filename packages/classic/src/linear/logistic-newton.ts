import { contiguous, matmul, mul, type Tensor, tidy } from '@ml/tensor';
import { values, vector } from '../base/values.ts';
import { cholesky, choleskySolve } from '../linalg/cholesky.ts';
import { gramDescent } from '../solvers/gram-descent.ts';
import { GramRows } from '../solvers/gram-rows.ts';
import { residualDescent } from '../solvers/residual-descent.ts';

/** Two classes, and a penalty for each coefficient. */
export interface BinaryProblem {
  /** [N, F]; a column of ones among them where there is an intercept. */
  readonly X: Tensor<[number, number]>;
  /** 1 for the samples of the second class, 0 for the others. [N] */
  readonly target: Float64Array;
  /** [N] */
  readonly weights: Float64Array;
  /** λ₁ of λ₁·‖w‖₁ */
  readonly l1: number;
  /** λ of ½·Σ λⱼ·wⱼ², one for each coefficient; equal ones where there is l1, or there are more features than samples. */
  readonly l2: Float64Array;
}

export interface NewtonOptions {
  /** Ends when no coefficient's optimality is violated by more than this share of the largest violation at 0. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Least weight of a sample in the quadratic model: its curvature vanishes where it is right for certain. */
const leastCurvature = 1e-12;

/**
 * Coefficients of a logistic regression with an l1 or l2 penalty, by proximal Newton steps.
 *
 * The loss is replaced by its second-order model at the current coefficients, that is by least squares with the weights p(1 − p); its
 * penalized minimum is found by coordinate descent, or directly where there is no l1; then a line search makes sure of a decrease.
 * It converges quadratically: some ten passes over the data, whatever the scales of the features.
 *
 * @reference Yuan, Ho & Lin 2012 (newGLMNET, LIBLINEAR's solver for l1)
 */
export function logisticNewton(
  problem: BinaryProblem,
  { tolerance, maxIterations }: NewtonOptions,
): { readonly w: Float64Array; readonly iterations: number } {
  const { X, target, weights, l1, l2 } = problem;
  const features = X.shape[1];
  const w = new Float64Array(features);
  const scores = new Float64Array(target.length);
  let firstViolation = 0;
  for (let iterations = 0; ; iterations++) {
    const model = secondOrder(problem, scores);
    const gradient = tidy(() => values(matmul(vector(model.slope), X)).slice());
    const violation = largestViolation(gradient, w, problem);
    if (iterations === 0) firstViolation = violation;
    if (violation <= tolerance * firstViolation || iterations >= maxIterations) return { w, iterations };
    const next = modelMinimum(problem, { ...model, gradient, w, precision: violation / firstViolation });
    const direction = next.map((value, j) => value - w[j]);
    const change = tidy(() => values(matmul(X, vector(direction))).slice());
    let promise = 0;
    for (let j = 0; j < features; j++) promise += gradient[j] * direction[j];
    promise += penaltyOf(next, l1, l2) - penaltyOf(w, l1, l2);
    const before = lossOf(scores, target, weights) + penaltyOf(w, l1, l2);
    const noise = 4 * Number.EPSILON * Math.abs(before);
    let step = 1;
    for (; step > 1e-10; step /= 2) {
      const trial = w.map((value, j) => value + step * direction[j]);
      const after = lossOf(
        scores.map((score, i) => score + step * change[i]),
        target,
        weights,
      );
      if (after + penaltyOf(trial, l1, l2) <= before + 0.01 * step * promise + noise) break;
    }
    if (step <= 1e-10) return { w, iterations };
    for (let j = 0; j < features; j++) w[j] = step === 1 ? next[j] : w[j] + step * direction[j];
    for (let i = 0; i < scores.length; i++) scores[i] += step * change[i];
  }
}

/** Derivatives of each sample's loss by its score. */
function secondOrder(
  { target, weights }: BinaryProblem,
  scores: Float64Array,
): {
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
} {
  const slope = new Float64Array(scores.length);
  const curvature = new Float64Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    const power = Math.exp(-Math.abs(scores[i]));
    const probability = scores[i] > 0 ? 1 / (1 + power) : power / (1 + power);
    slope[i] = weights[i] * (probability - target[i]);
    curvature[i] = weights[i] * Math.max(power / (1 + power) ** 2, leastCurvature);
  }
  return { slope, curvature };
}

interface Model {
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
  readonly gradient: Float64Array;
  readonly w: Float64Array;
  /** Violation left, as a share of the first. */
  readonly precision: number;
}

/** Where ½(v − w)ᵀH(v − w) + gᵀ(v − w) + penalty(v) is least. */
function modelMinimum({ X, l1, l2 }: BinaryProblem, model: Model): Float64Array {
  const { slope, curvature, gradient, w, precision } = model;
  const [n, features] = X.shape;
  const descent = { l1, l2: l2[0], changeTolerance: Math.min(1e-2, 0.1 * precision), gapTolerance: Infinity };
  return tidy(() => {
    const root = vector(curvature.map(Math.sqrt)).reshape([n, 1]);
    const scaled = mul(X, root as never) as Tensor<[number, number]>;
    const next = w.slice();
    if (features > n) {
      const columns = contiguous(scaled.transpose()) as Tensor<[number, number]>;
      const response = values(matmul(X, vector(w)))
        .slice()
        .map((score, i) => (curvature[i] === 0 ? 0 : (score - slope[i] / curvature[i]) * Math.sqrt(curvature[i])));
      residualDescent({ columns, target: response }, next, { ...descent, maxSweeps: 1000 });
      return next;
    }
    const hessian = values(matmul(scaled.transpose(), scaled)).slice();
    if (l1 === 0) {
      const step = gradient.map((slope, j) => slope + l2[j] * w[j]);
      newtonStep(hessian, l2, step);
      return next.map((value, j) => value - step[j]);
    }
    const pull = new Float64Array(features);
    for (let i = 0; i < features; i++) {
      pull[i] = -gradient[i];
      for (let j = 0; j < features; j++) pull[i] += hessian[i * features + j] * w[j];
    }
    const gram = new GramRows({ full: hessian }, features);
    gramDescent({ gram, target: pull, targetSquares: 0 }, next, { ...descent, maxSweeps: 1000 });
    return next;
  });
}

/** step ← (H + diag λ)⁻¹·step; where that is singular to rounding, with a little more on the diagonal. */
function newtonStep(hessian: Float64Array, l2: Float64Array, step: Float64Array): void {
  const n = step.length;
  let trace = 0;
  for (let j = 0; j < n; j++) {
    hessian[j * n + j] += l2[j];
    trace += hessian[j * n + j];
  }
  for (let extra = 0; ; extra = extra === 0 ? (1e-14 * trace) / n : 10 * extra) {
    const shifted = hessian.slice();
    for (let j = 0; j < n; j++) shifted[j * n + j] += extra;
    const factor = cholesky(shifted, n);
    if (factor === null) continue;
    choleskySolve(factor, n, step);
    return;
  }
}

/** Largest element of the smallest subgradient. */
function largestViolation(gradient: Float64Array, w: Float64Array, { l1, l2 }: BinaryProblem): number {
  let most = 0;
  for (let j = 0; j < w.length; j++) {
    const slope = gradient[j] + l2[j] * w[j];
    const violation = w[j] === 0 ? Math.max(0, Math.abs(slope) - l1) : Math.abs(slope + Math.sign(w[j]) * l1);
    most = Math.max(most, violation);
  }
  return most;
}

function penaltyOf(w: Float64Array, l1: number, l2: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < w.length; j++) sum += l1 * Math.abs(w[j]) + 0.5 * l2[j] * w[j] * w[j];
  return sum;
}

function lossOf(scores: Float64Array, target: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const margin = target[i] === 1 ? scores[i] : -scores[i];
    sum += weights[i] * (Math.log1p(Math.exp(-Math.abs(margin))) + (margin > 0 ? 0 : -margin));
  }
  return sum;
}
