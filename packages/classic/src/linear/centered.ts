import { matmul, mul, sqrt, sub, sum, type Tensor } from '@ml/tensor';
import { matrix, values, vector } from '../base/values.ts';

/** Samples and targets about their means, each row times the root of its weight: least squares then know neither. */
export interface Centered {
  /** [N, F] */
  readonly X: Tensor<[number, number]>;
  /** [N, K] */
  readonly y: Tensor<[number, number]>;
  /** What was subtracted: [F] and [K], zeros where there is no intercept. */
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
}

export interface CenterOptions {
  readonly weights: Float64Array | null;
  /** Without an intercept nothing is subtracted. */
  readonly fitIntercept: boolean;
}

/** Tensors of the scope it is called in. @shape X [N, F], y [N, K] row-major */
export function center(
  X: Tensor<[number, number]>,
  y: { readonly data: Float64Array; readonly count: number },
  { weights, fitIntercept }: CenterOptions,
): Centered {
  const [n, features] = X.shape;
  const targets = matrix(y.data, n, y.count);
  const root = weights === null ? null : sqrt(matrix(weights, n, 1));
  const scaled = (data: Tensor): Tensor<[number, number]> =>
    (root === null ? data : mul(data, root as never)) as Tensor<[number, number]>;
  if (!fitIntercept) {
    const [meanX, meanY] = [new Float64Array(features), new Float64Array(y.count)];
    return { X: scaled(X), y: scaled(targets), meanX, meanY };
  }
  const meanX = columnMeans(X, weights);
  const meanY = columnMeans(targets, weights);
  return { X: scaled(sub(X, vector(meanX) as never)), y: scaled(sub(targets, vector(meanY) as never)), meanX, meanY };
}

/** Σ w·x / Σ w of each column. */
export function columnMeans(X: Tensor<[number, number]>, weights: Float64Array | null): Float64Array {
  const n = X.shape[0];
  const sums: Tensor = weights === null ? sum(X, { axis: 0 }) : matmul(matrix(weights, 1, n), X);
  const total = weights === null ? n : weights.reduce((all, weight) => all + weight, 0);
  return values(sums)
    .slice()
    .map((value) => value / total);
}

/** b = ȳ − W·x̄. @shape coef [K, F] → [K] */
export function interceptsOf(
  coef: Float64Array,
  { meanX, meanY }: { readonly meanX: Float64Array; readonly meanY: Float64Array },
): Float64Array {
  const features = meanX.length;
  return meanY.map((mean, k) => {
    let shift = 0;
    for (let j = 0; j < features; j++) shift += coef[k * features + j] * meanX[j];
    return mean - shift;
  });
}
