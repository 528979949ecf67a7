import { affine, allocate, matmul, sum, type Tensor, tidy } from '@ml/tensor';
import { float64, integers, matrix, values, vector } from '../base/values.ts';
import type { Objective } from '../solvers/minimize.ts';
import { rowLosses } from './row-losses.ts';

/** What a logistic model is fitted to. */
export interface LogisticProblem {
  /** [N, F] */
  readonly X: Tensor<[number, number]>;
  /** Class of each sample; with K = 1 the classes are 0 and 1. */
  readonly codes: Int32Array;
  readonly weights: Float64Array | null;
  /** K rows of coefficients: one for each class, or 1 for two classes. */
  readonly rows: number;
  readonly fitIntercept: boolean;
  /** λ of the penalty λ/2·‖W‖², the intercepts left out. */
  readonly l2: number;
}

/**
 * Σ wᵢ·loss(xᵢ) + λ/2·‖W‖² with the cross-entropy of softmax(W·x + b), or of σ(w·x + b) where K is 1.
 *
 * Parameters are W row after row, [K, F], then b, [K], where there are intercepts. Must be called inside `tidy`, and the result
 * used inside it: codes and weights live on the heap as tensors of that scope.
 */
export function logisticObjective({ X, codes, weights, rows, fitIntercept, l2 }: LogisticProblem): Objective {
  const [n, features] = X.shape;
  const codesOnHeap = integers(codes);
  const weightsOnHeap = weights === null ? null : float64(weights, [n]);
  const size = rows * features;
  const address = (tensor: Tensor): number => values(tensor).byteOffset;
  return (parameters, gradient) =>
    tidy(() => {
      const W = matrix(parameters.subarray(0, size), rows, features);
      const bias = fitIntercept ? vector(parameters.subarray(size)) : null;
      const scores = affine(X, W, bias);
      const losses = allocate([n], 'float64');
      const at = { scores: address(scores), losses: address(losses), codes: address(codesOnHeap) };
      rowLosses({ ...at, weights: weightsOnHeap === null ? 0 : address(weightsOnHeap) }, n, rows);
      gradient.set(values(matmul(scores.transpose(), X)));
      if (fitIntercept) gradient.set(values(sum(scores, { axis: 0 })), size);
      let penalty = 0;
      if (l2 > 0) {
        for (let i = 0; i < size; i++) {
          penalty += parameters[i] * parameters[i];
          gradient[i] += l2 * parameters[i];
        }
      }
      return sum(losses).item() + 0.5 * l2 * penalty;
    });
}
