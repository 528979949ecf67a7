import { values } from '../base/values.ts';
import type { LogisticProblem } from './logistic-loss.ts';
import { removeMeanOfRows } from './remove-mean-of-rows.ts';

/**
 * An estimate of the inverse Hessian of a logistic loss: what it would be if the features were uncorrelated and every sample had the
 * probabilities p of the classes.
 *
 * In terms of centred features that Hessian is (diag(p) − ppᵀ) ⊗ diag(Σw·σ²) + λ. The first factor is singular, as scores may all be
 * shifted alike; among parameters whose rows sum to 0, where the gradient lies and steps stay, division by p and taking out the
 * mean inverts it. With it L-BFGS needs as few steps on raw features as on standardized ones, but minimizes the loss that was asked for.
 */
export function logisticPreconditioner(problem: LogisticProblem): (vector: Float64Array) => void {
  const { X, rows, fitIntercept, l2 } = problem;
  const features = X.shape[1];
  const { mean, square } = shiftedMoments(problem);
  const size = rows * features;
  const inverse = new Float64Array(size + rows);
  curvatures(problem).forEach((curvature, k) => {
    for (let j = 0; j < features; j++) {
      const spread = fitIntercept ? square[j] : square[j] + mean[j] * mean[j];
      inverse[k * features + j] = 1 / (curvature * spread + l2 || curvature);
    }
    inverse[size + k] = 1 / curvature;
  });
  const project = (vector: Float64Array): void => {
    if (rows === 1) return;
    removeMeanOfRows(vector.subarray(0, size), rows);
    removeMeanOfRows(vector.subarray(size), rows);
  };
  return (vector) => {
    project(vector);
    for (let k = 0; k < rows; k++) {
      const ofIntercept = fitIntercept ? vector[size + k] : 0;
      let shift = 0;
      for (let j = 0, at = k * features; j < features; j++, at++) {
        vector[at] = (vector[at] - mean[j] * ofIntercept) * inverse[at];
        shift += mean[j] * vector[at];
      }
      if (fitIntercept) vector[size + k] = ofIntercept * inverse[size + k] - shift;
    }
    project(vector);
  };
}

/** Σw·p of each class; with one row Σw·p(1 − p). A class that hardly occurs counts for a thousandth. */
function curvatures({ codes, weights, rows }: LogisticProblem): Float64Array {
  const sums = new Float64Array(Math.max(2, rows));
  for (let i = 0; i < codes.length; i++) sums[codes[i]] += weights === null ? 1 : weights[i];
  const total = sums.reduce((sum, each) => sum + each, 0);
  const list = rows === 1 ? Float64Array.of((sums[0] * sums[1]) / total) : sums;
  return list.map((each) => Math.max(each, 1e-3 * total));
}

/** Rows that are enough for an estimate. */
const enoughRows = 4096;

/** Mean and variance of each column, of some thousand rows at least, in one pass over differences to the first; rounding does no harm here. */
function shiftedMoments({ X, weights }: LogisticProblem): {
  readonly mean: Float64Array;
  readonly square: Float64Array;
} {
  const [n, features] = X.shape;
  const data = values(X);
  const origin = data.slice(0, features);
  const mean = new Float64Array(features);
  const square = new Float64Array(features);
  const step = Math.max(1, Math.floor(n / enoughRows));
  let total = 0;
  for (let row = 0; row < n; row += step) {
    const weight = weights === null ? 1 : weights[row];
    total += weight;
    for (let j = 0, at = row * features; j < features; j++, at++) {
      const difference = data[at] - origin[j];
      mean[j] += weight * difference;
      square[j] += weight * difference * difference;
    }
  }
  for (let j = 0; j < features; j++) {
    const offset = total === 0 ? 0 : mean[j] / total;
    square[j] = total === 0 ? 1 : Math.max(0, square[j] / total - offset * offset);
    mean[j] = origin[j] + offset;
  }
  return { mean, square };
}
