import { type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';
import { cosineSimilarity } from './cosine-similarity.ts';

/**
 * 1 − x·y / (|x|·|y|) between every row of X and every row of Y, within 0 … 2.
 *
 * @shape X [N, F], Y [M, F] → [N, M]
 * @param Y other samples; null: X itself, with 0 between a sample and itself
 * @reference agrees with sklearn.metrics.pairwise.cosine_distances
 * @example
 * cosineDistances([[3, 4]], [[5, 0]]).toArray() // => [[0.4]]
 */
export function cosineDistances(X: MatrixLike, Y: MatrixLike | null = null): Tensor<[number, number]> {
  return tidy(() => {
    const similarity = cosineSimilarity(X, Y);
    const out = values(similarity); // made here, nobody else's
    for (let i = 0; i < out.length; i++) out[i] = Math.min(2, Math.max(0, 1 - out[i]));
    if (Y === null || Y === X) for (let i = 0; i < out.length; i += similarity.shape[1] + 1) out[i] = 0;
    return similarity;
  });
}
