import { type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { absoluteTerm } from './distance-terms.ts';
import { betweenColumns, matrixPair } from './matrix-pair.ts';

/**
 * d(x, y) = Σ|x − y| between every row of X and every row of Y.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself
 * @complexity O(N·M·F)
 * @reference agrees with sklearn.metrics.pairwise.manhattan_distances
 * @example
 * manhattanDistances([[0, 0]], [[3, -4]]).toArray() // => [[7]]
 */
export function manhattanDistances(X: MatrixLike, Y: MatrixLike | null = null): Tensor<[number, number]> {
  return tidy(() => betweenColumns(matrixPair('manhattanDistances', X, Y), absoluteTerm));
}
