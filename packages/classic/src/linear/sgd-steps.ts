import { Rng } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import { dot } from '../linalg/dot.ts';
import type { Task } from '../parallel/parallel-backend.ts';
import { lossOf, type SGDLoss, slopeOf } from './sgd-losses.ts';
import type { SGDRateParams } from './sgd-params.ts';

/** Where stochastic gradient descent is between two calls. */
export interface SGDPosition {
  readonly coef: Float64Array;
  readonly intercept: number;
  /** Means over the steps; null where they are not wanted. */
  readonly averageCoef: Float64Array | null;
  readonly averageIntercept: number;
}

/** One linear model and its samples. */
export interface SGDJob extends SGDPosition {
  readonly params: SGDRateParams;
  readonly loss: SGDLoss;
  /** [N, F] row-major; only read. */
  readonly X: Float64Array;
  /** −1 or 1 for classes. */
  readonly y: Float64Array;
  /** With those of classes. */
  readonly weights: Float64Array | null;
  /** 1 for samples that are held out. */
  readonly heldOut: Uint8Array | null;
  /** Scores on those are shares of right signs; otherwise R². */
  readonly isClassifier: boolean;
  /** Weights of the held-out samples, without those of classes. */
  readonly scoreWeights: Float64Array | null;
  readonly epochs: number;
  /** Number of the first step, from 1. */
  readonly step: number;
  readonly seed: number;
}

export interface SGDResult extends SGDPosition {
  readonly epochs: number;
}

/** Slopes are cut off here. */
const largestSlope = 1e12;

/** Below this the common factor of the coefficients is multiplied into them. */
const leastScale = 1e-9;

/**
 * Epochs of stochastic gradient descent: a step along the gradient of one sample's loss after the other.
 *
 * The l2 penalty only changes a common factor of the coefficients. The l1 penalty is cumulative: what a coefficient should have lost
 * so far is kept, and taken off as far as it does not change sign.
 *
 * @throws {DataError} when a coefficient overflows
 * @reference Bottou 2012; Tsuruoka, Tsujii & Ananiadou 2009 (l1); rates and end as in scikit-learn
 */
export const sgdSteps: Task<SGDJob, SGDResult> = { name: 'sgdSteps', run };

function run(job: SGDJob): SGDResult {
  const { X, y, weights, heldOut, params, loss, epochs, seed } = job;
  const { alpha, epsilon, learningRate, eta0, powerT, penalty, fitIntercept, earlyStopping, nIterNoChange } = params;
  const n = y.length;
  const features = job.coef.length;
  const w = job.coef.slice();
  const average = job.averageCoef === null ? null : job.averageCoef.slice();
  const averageFrom = Number(params.average);
  const l1Ratio = penalty === 'l1' ? 1 : penalty === 'elasticnet' ? params.l1Ratio : 0;
  const hasL2 = penalty === 'l2' || penalty === 'elasticnet';
  const hasL1 = penalty === 'l1' || penalty === 'elasticnet';
  const tolerance = params.tol ?? Number.NEGATIVE_INFINITY;
  const offset = learningRate === 'optimal' ? firstStep(loss, alpha, epsilon) : 0;
  const taken = new Float64Array(hasL1 ? features : 0);
  const rng = new Rng(seed);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const trained = heldOut === null ? n : heldOut.reduce((count, out) => count - out, n);
  let { intercept, averageIntercept, step } = job;
  let scale = 1;
  let owed = 0;
  let eta = eta0;
  let best = earlyStopping ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let unimproved = 0;
  let epoch = 0;
  while (epoch < epochs) {
    if (params.shuffle) rng.shuffle(order);
    let total = 0;
    for (let at = 0; at < n; at++) {
      const i = order[at];
      if (heldOut !== null && heldOut[i] === 1) continue;
      const x = i * features;
      const p = dot(w, 0, X, x, features) * scale + intercept;
      if (learningRate === 'optimal') eta = 1 / (alpha * (offset + step - 1));
      else if (learningRate === 'invscaling') eta = eta0 / step ** powerT;
      if (!earlyStopping) total += lossOf(loss, p, y[i], epsilon);
      const slope = Math.max(-largestSlope, Math.min(largestSlope, slopeOf(loss, p, y[i], epsilon)));
      const update = -eta * slope * (weights === null ? 1 : weights[i]);
      if (hasL2) {
        scale *= Math.max(0, 1 - (1 - l1Ratio) * eta * alpha);
        if (scale < leastScale) {
          for (let j = 0; j < features; j++) w[j] *= scale;
          scale = 1;
        }
      }
      if (update !== 0) {
        const change = update / scale;
        for (let j = 0; j < features; j++) w[j] += change * X[x + j];
        if (fitIntercept) intercept += update;
      }
      if (average !== null && step >= averageFrom) {
        const share = 1 / (step - averageFrom + 1);
        for (let j = 0; j < features; j++) average[j] += share * (scale * w[j] - average[j]);
        averageIntercept += share * (intercept - averageIntercept);
      }
      if (hasL1) {
        owed += l1Ratio * eta * alpha;
        payL1(w, taken, owed, scale);
      }
      step++;
    }
    epoch++;
    let sum = intercept;
    for (let j = 0; j < features; j++) sum += w[j];
    if (!Number.isFinite(sum))
      throw new DataError(
        'stochastic gradient descent: the coefficients overflow; scale the features (StandardScaler)',
      );
    const score = earlyStopping ? scoreOf(job, w, scale, intercept) : total;
    const improved = earlyStopping ? score >= best + tolerance : score <= best - tolerance * trained;
    unimproved = improved || params.tol === null ? 0 : unimproved + 1;
    best = earlyStopping ? Math.max(best, score) : Math.min(best, score);
    if (unimproved < nIterNoChange) continue;
    if (learningRate !== 'adaptive' || eta <= 1e-6) break;
    eta /= 5;
    unimproved = 0;
  }
  for (let j = 0; j < features; j++) w[j] *= scale;
  return { coef: w, intercept, averageCoef: average, averageIntercept, epochs: epoch };
}

/** t₀ of the rate 1/(α·(t + t₀)): such that the first rate makes coefficients of a size that is typical for the penalty. */
function firstStep(loss: SGDLoss, alpha: number, epsilon: number): number {
  const typical = Math.sqrt(1 / Math.sqrt(alpha));
  return Math.max(1, slopeOf(loss, -typical, 1, epsilon)) / (typical * alpha);
}

/** Takes off every coefficient what it owes of `owed`, down to 0. */
function payL1(w: Float64Array, taken: Float64Array, owed: number, scale: number): void {
  for (let j = 0; j < w.length; j++) {
    const before = w[j];
    if (before > 0) w[j] = Math.max(0, before - (owed + taken[j]) / scale);
    else if (before < 0) w[j] = Math.min(0, before + (owed - taken[j]) / scale);
    taken[j] += scale * (w[j] - before);
  }
}

/** Accuracy or R² on the samples that are held out. */
function scoreOf(job: SGDJob, w: Float64Array, scale: number, intercept: number): number {
  const { X, y, heldOut, scoreWeights, isClassifier } = job;
  const features = w.length;
  let [total, right, mean, squares, residual] = [0, 0, 0, 0, 0];
  for (let i = 0; i < y.length; i++) {
    if (heldOut === null || heldOut[i] === 0) continue;
    const p = dot(w, 0, X, i * features, features) * scale + intercept;
    const weight = scoreWeights === null ? 1 : scoreWeights[i];
    if (p > 0 === y[i] > 0) right += weight;
    residual += weight * (y[i] - p) ** 2;
    // Sum of squares about the mean, updated (West 1979).
    total += weight;
    const difference = y[i] - mean;
    if (total > 0) mean += (weight / total) * difference;
    squares += weight * difference * (y[i] - mean);
  }
  if (isClassifier) return right / total;
  return squares === 0 ? 0 : 1 - residual / squares;
}
