import { type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import type { EuclideanOptions } from './euclidean-distances.ts';
import { betweenRows, matrixPair } from './matrix-pair.ts';
import { rowNanSquaredEuclidean } from './row-distances.ts';

/**
 * Euclidean distances where NaN stands for a missing value: over the features that both samples have, scaled up to all of them.
 *
 * d² = F / (number of features in common) · Σ(x − y)²
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself, with 0 between a sample and itself
 * @special NaN where two samples have no feature in common, also between a sample without any and itself
 * @complexity O(N·M·F)
 * @reference agrees with sklearn.metrics.pairwise.nan_euclidean_distances
 * @example
 * nanEuclideanDistances([[0, 1]], [[3, NaN]], { squared: true }).toArray() // => [[18]]
 */
export function nanEuclideanDistances(
  X: MatrixLike,
  Y: MatrixLike | null = null,
  { squared = false }: EuclideanOptions = {},
): Tensor<[number, number]> {
  return tidy(() => {
    const pair = matrixPair('nanEuclideanDistances', X, Y, { allowNaN: true });
    const { A, B } = pair.A === pair.B ? { A: pair.A, B: pair.A.copy() } : pair; // distances to itself may be NaN
    return betweenRows({ A, B }, squared ? rowNanSquaredEuclidean : rowNanEuclidean);
  });
}

function rowNanEuclidean(A: Float64Array, a: number, B: Float64Array, b: number, f: number): number {
  return Math.sqrt(rowNanSquaredEuclidean(A, a, B, b, f));
}
