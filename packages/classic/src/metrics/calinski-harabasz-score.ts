import { tidy } from '@ml/tensor';
import type { Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';
import { clusteredSamples, groupMeans } from './clustered-samples.ts';

/**
 * Dispersion between groups over dispersion within, each divided by its degrees of freedom: high for groups that are apart.
 *
 * @shape X [N, F] → number
 * @special 1 where every sample is the mean of its group
 * @complexity O(N·F)
 * @reference Caliński & Harabasz (1974); agrees with sklearn.metrics.calinski_harabasz_score
 * @example
 * calinskiHarabaszScore([[0], [1], [9], [10]], [0, 0, 1, 1]) // => 162
 */
export function calinskiHarabaszScore(X: MatrixLike, labels: Labels): number {
  return tidy(() => {
    const clustered = clusteredSamples('calinskiHarabaszScore', X, labels);
    const { codes, sizes } = clustered;
    const [n, f] = clustered.X.shape;
    const k = sizes.length;
    const data = values(clustered.X);
    const means = groupMeans(clustered);
    const centre = new Float64Array(f);
    for (let at = 0; at < data.length; ) for (let j = 0; j < f; j++) centre[j] += data[at++] / n;
    let within = 0;
    for (let i = 0, at = 0; i < n; i++)
      for (let j = 0; j < f; j++, at++) within += (data[at] - means[codes[i] * f + j]) ** 2;
    let between = 0;
    for (let g = 0; g < k; g++) for (let j = 0; j < f; j++) between += sizes[g] * (means[g * f + j] - centre[j]) ** 2;
    return within === 0 ? 1 : (between * (n - k)) / (within * (k - 1));
  });
}
