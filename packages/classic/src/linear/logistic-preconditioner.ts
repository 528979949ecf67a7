import { values } from '../base/values.ts';
import type { LogisticProblem } from './logistic-loss.ts';

/**
 * An estimate of the inverse Hessian of a logistic loss: what it would be if the features were uncorrelated and every sample had the
 * probabilities of the classes, p.
 *
 * In terms of centred features the Hessian of class k is then diagonal, pₖ(1 − pₖ)·Σw·σ² + λ, and pₖ(1 − pₖ)·Σw for the intercept.
 * With it L-BFGS needs as few steps on raw features as on standardized ones, but minimizes the loss that was asked for.
 */
export function logisticPreconditioner(problem: LogisticProblem): (vector: Float64Array) => void {
  const { X, rows, fitIntercept, l2 } = problem;
  const features = X.shape[1];
  const { mean, square, total } = shiftedMoments(problem);
  const size = rows * features;
  const inverse = new Float64Array(size + rows);
  classShares(problem, total).forEach((share, k) => {
    const curvature = Math.max(share * (1 - share), 1e-3) * total;
    for (let j = 0; j < features; j++) {
      const spread = fitIntercept ? square[j] : square[j] + mean[j] * mean[j];
      inverse[k * features + j] = 1 / (curvature * spread + l2 || curvature);
    }
    inverse[size + k] = 1 / curvature;
  });
  if (!fitIntercept)
    return (vector) => {
      for (let i = 0; i < size; i++) vector[i] *= inverse[i];
    };
  return (vector) => {
    for (let k = 0; k < rows; k++) {
      const ofIntercept = vector[size + k];
      let shift = 0;
      for (let j = 0, at = k * features; j < features; j++, at++) {
        vector[at] = (vector[at] - mean[j] * ofIntercept) * inverse[at];
        shift += mean[j] * vector[at];
      }
      vector[size + k] = ofIntercept * inverse[size + k] - shift;
    }
  };
}

/** Share of the weight that each class has; with one row that of class 1. */
function classShares({ codes, weights, rows }: LogisticProblem, total: number): Float64Array {
  const shares = new Float64Array(Math.max(2, rows));
  for (let i = 0; i < codes.length; i++) shares[codes[i]] += (weights === null ? 1 : weights[i]) / total;
  return rows === 1 ? shares.subarray(1) : shares;
}

/** Mean and variance of each column in one pass over differences to the first row; rounding does no harm here. */
function shiftedMoments({ X, weights }: LogisticProblem): {
  readonly mean: Float64Array;
  readonly square: Float64Array;
  readonly total: number;
} {
  const features = X.shape[1];
  const data = values(X);
  const origin = data.slice(0, features);
  const mean = new Float64Array(features);
  const square = new Float64Array(features);
  let total = 0;
  for (let at = 0, row = 0; at < data.length; row++) {
    const weight = weights === null ? 1 : weights[row];
    total += weight;
    for (let j = 0; j < features; j++, at++) {
      const difference = data[at] - origin[j];
      mean[j] += weight * difference;
      square[j] += weight * difference * difference;
    }
  }
  for (let j = 0; j < features; j++) {
    const offset = mean[j] / total;
    square[j] = Math.max(0, square[j] / total - offset * offset);
    mean[j] = origin[j] + offset;
  }
  return { mean, square, total };
}
