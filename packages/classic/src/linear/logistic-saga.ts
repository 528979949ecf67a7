import type { Rng } from '@ml/tensor';
import { softThreshold } from '../solvers/elastic-net-problem.ts';

/** Σ wᵢ·loss(xᵢ) + l1·‖W‖₁ + l2/2·‖W‖², intercepts not penalized. */
export interface SagaProblem {
  /** [N, F] */
  readonly X: Float64Array;
  readonly features: number;
  /** Class of each sample; with K = 1 the classes are 0 and 1. */
  readonly codes: Int32Array;
  readonly weights: Float64Array | null;
  /** K: scores of each sample. */
  readonly rows: number;
  readonly fitIntercept: boolean;
  readonly l1: number;
  readonly l2: number;
}

export interface SagaOptions {
  /** Ends when an epoch changes no coefficient by more than this share of the largest. */
  readonly tolerance: number;
  readonly maxEpochs: number;
  readonly rng: Rng;
  readonly onEpoch?: (epochs: number) => void;
}

export interface SagaResult {
  /** [K, F] */
  readonly coef: Float64Array;
  /** [K] */
  readonly intercept: Float64Array;
  readonly epochs: number;
}

/**
 * Logistic regression by stochastic average gradients.
 *
 * A step goes along the gradient of one sample, less the gradient it had when it was drawn last, plus the mean of those remembered:
 * the noise dies out at the minimum, so that the step need not shrink. The penalty acts by its proximal map.
 *
 * @complexity O(K·F) per step, N steps an epoch; remembers [N, K]
 * @reference Defazio, Bach & Lacoste-Julien 2014; step size and end as in scikit-learn
 */
export function logisticSaga(problem: SagaProblem, { tolerance, maxEpochs, rng, onEpoch }: SagaOptions): SagaResult {
  const { X, features, codes, weights, rows, fitIntercept } = problem;
  const n = codes.length;
  const l1 = problem.l1 / n;
  const l2 = problem.l2 / n;
  const step = stepSize(problem, l2);
  const coef = new Float64Array(rows * features);
  const before = new Float64Array(rows * features);
  const intercept = new Float64Array(rows);
  const sum = new Float64Array(rows * features);
  const interceptSum = new Float64Array(rows);
  const remembered = new Float64Array(n * rows);
  const seen = new Uint8Array(n);
  const residual = new Float64Array(rows);
  const draws = new Int32Array(n);
  let seenCount = 0;
  for (let epoch = 1; ; epoch++) {
    rng.fillIntegers(draws, 0, n);
    for (const i of draws) {
      if (seen[i] === 0) {
        seen[i] = 1;
        seenCount++;
      }
      const x = i * features;
      for (let k = 0; k < rows; k++) {
        let score = intercept[k];
        for (let j = 0, at = k * features; j < features; j++, at++) score += coef[at] * X[x + j];
        residual[k] = score;
      }
      scoresToSlopes(residual, codes[i]);
      for (let k = 0; k < rows; k++) {
        const slope = (weights === null ? 1 : weights[i]) * residual[k];
        const correction = slope - remembered[i * rows + k];
        remembered[i * rows + k] = slope;
        const own = step * correction * (1 - 1 / seenCount);
        const mean = step / seenCount;
        const shrink = 1 - step * l2;
        for (let j = 0, at = k * features; j < features; j++, at++) {
          sum[at] += correction * X[x + j];
          coef[at] = softThreshold(shrink * (coef[at] - own * X[x + j]) - mean * sum[at], step * l1, 1, false);
        }
        if (fitIntercept) {
          interceptSum[k] += correction;
          intercept[k] -= own + mean * interceptSum[k];
        }
      }
    }
    let largest = 0;
    let change = 0;
    for (let at = 0; at < coef.length; at++) {
      largest = Math.max(largest, Math.abs(coef[at]));
      change = Math.max(change, Math.abs(coef[at] - before[at]));
    }
    before.set(coef);
    onEpoch?.(epoch);
    if (change <= tolerance * largest || epoch >= maxEpochs) return { coef, intercept, epochs: epoch };
  }
}

/** Scores → derivatives of the loss by them: probabilities less the one of the sample's class. */
function scoresToSlopes(scores: Float64Array, code: number): void {
  const rows = scores.length;
  if (rows === 1) {
    scores[0] = 1 / (1 + Math.exp(-scores[0])) - code;
    return;
  }
  let most = scores[0];
  for (let k = 1; k < rows; k++) most = Math.max(most, scores[k]);
  let sum = 0;
  for (let k = 0; k < rows; k++) {
    scores[k] = Math.exp(scores[k] - most);
    sum += scores[k];
  }
  for (let k = 0; k < rows; k++) scores[k] /= sum;
  scores[code] -= 1;
}

/** 1 / (2L + min(2nμ, L)) with L the largest curvature of a sample's loss and μ that of the penalty. */
function stepSize({ X, features, codes, weights, fitIntercept }: SagaProblem, l2: number): number {
  let largest = 0;
  for (let i = 0; i < codes.length; i++) {
    let squares = fitIntercept ? 1 : 0;
    for (let j = 0, at = i * features; j < features; j++, at++) squares += X[at] * X[at];
    largest = Math.max(largest, squares * (weights === null ? 1 : weights[i]));
  }
  const lipschitz = 0.25 * largest + l2;
  return 1 / (2 * lipschitz + Math.min(2 * codes.length * l2, lipschitz));
}
