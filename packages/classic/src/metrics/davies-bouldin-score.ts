import { tidy } from '@ml/tensor';
import type { Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';
import { rowSquaredEuclidean } from '../pairwise/row-distances.ts';
import { clusteredSamples, groupMeans } from './clustered-samples.ts';

/**
 * For each group the worst ratio of the widths of two groups to the distance of their means, averaged: low for groups that are apart.
 *
 * @shape X [N, F] → number
 * @special 0 where no group has any width, or all means coincide
 * @complexity O(N·F + K²·F)
 * @reference Davies & Bouldin (1979); agrees with sklearn.metrics.davies_bouldin_score
 * @example
 * daviesBouldinScore([[0], [1], [9], [10]], [0, 0, 1, 1]).toFixed(4) // => '0.1111'
 */
export function daviesBouldinScore(X: MatrixLike, labels: Labels): number {
  return tidy(() => {
    const clustered = clusteredSamples('daviesBouldinScore', X, labels);
    const { codes, sizes } = clustered;
    const f = clustered.X.shape[1];
    const k = sizes.length;
    const data = values(clustered.X);
    const means = groupMeans(clustered);
    const widths = new Float64Array(k);
    codes.forEach((code, i) => {
      widths[code] += Math.sqrt(rowSquaredEuclidean(data, i * f, means, code * f, f)) / sizes[code];
    });
    const apart = Float64Array.from({ length: k * k }, (_, at) =>
      Math.sqrt(rowSquaredEuclidean(means, Math.floor(at / k) * f, means, (at % k) * f, f)),
    );
    const isNothing = (values: Float64Array): boolean => values.every((value) => value <= 1e-8);
    if (isNothing(widths) || isNothing(apart)) return 0;
    let sum = 0;
    for (let i = 0; i < k; i++) {
      let worst = 0;
      for (let j = 0; j < k; j++)
        if (apart[i * k + j] > 0) worst = Math.max(worst, (widths[i] + widths[j]) / apart[i * k + j]);
      sum += worst;
    }
    return sum / k;
  });
}
