/** Weight, mean and biased variance of the samples of each class. */
export interface ClassMoments {
  /** [K] */
  readonly count: Float64Array;
  /** [K, F]; 0 for a class without samples. */
  readonly mean: Float64Array;
  /** [K, F]; 0 for a class without samples. */
  readonly variance: Float64Array;
}

/** Weight and mean of the samples of each class. @shape data [N, F], codes [N] → count [K], mean [K, F] */
export function classMeans(
  data: Float64Array,
  codes: Int32Array,
  classes: number,
  weights: Float64Array | null,
): Pick<ClassMoments, 'count' | 'mean'> {
  const features = data.length / codes.length;
  const count = new Float64Array(classes);
  const mean = new Float64Array(classes * features);
  for (let row = 0, at = 0; row < codes.length; row++) {
    const weight = weights === null ? 1 : weights[row];
    count[codes[row]] += weight;
    for (let place = codes[row] * features, stop = place + features; place < stop; place++, at++)
      mean[place] += weight * data[at];
  }
  divideByCounts(mean, count);
  return { count, mean };
}

/**
 * Moments of each class in two passes; the second corrects for the rounding of the means (Chan, Golub & LeVeque 1983).
 *
 * @shape data [N, F], codes [N]
 */
export function classMoments(
  data: Float64Array,
  codes: Int32Array,
  classes: number,
  weights: Float64Array | null,
): ClassMoments {
  const features = data.length / codes.length;
  const { count, mean } = classMeans(data, codes, classes, weights);
  const variance = new Float64Array(classes * features);
  const drift = new Float64Array(classes * features);
  for (let row = 0, at = 0; row < codes.length; row++) {
    const weight = weights === null ? 1 : weights[row];
    for (let place = codes[row] * features, stop = place + features; place < stop; place++, at++) {
      const deviation = data[at] - mean[place];
      variance[place] += weight * deviation * deviation;
      drift[place] += weight * deviation;
    }
  }
  divideByCounts(variance, count);
  divideByCounts(drift, count);
  for (let i = 0; i < variance.length; i++) variance[i] = Math.max(0, variance[i] - drift[i] * drift[i]);
  return { count, mean, variance };
}

/** Rows by the count of their class, where there is one. */
function divideByCounts(sums: Float64Array, count: Float64Array): void {
  const features = sums.length / count.length;
  for (let i = 0; i < sums.length; i++) {
    const divisor = count[Math.floor(i / features)];
    if (divisor > 0) sums[i] /= divisor;
  }
}

/** Moments of two sets of samples together (Chan, Golub & LeVeque 1979). */
export function joinMoments(a: ClassMoments, b: ClassMoments): ClassMoments {
  const features = a.mean.length / a.count.length;
  const count = a.count.map((value, k) => value + b.count[k]);
  const mean = a.mean.slice();
  const variance = a.variance.slice();
  for (let i = 0; i < mean.length; i++) {
    const k = Math.floor(i / features);
    if (count[k] === 0) continue;
    const share = b.count[k] / count[k];
    const gap = b.mean[i] - a.mean[i];
    mean[i] += share * gap;
    variance[i] = (1 - share) * a.variance[i] + share * b.variance[i] + share * (1 - share) * gap * gap;
  }
  return { count, mean, variance };
}

/** Variance of each feature over all classes together: that within them and that of their means. @shape → [F] */
export function totalVariance({ count, mean, variance }: ClassMoments): Float64Array {
  const features = mean.length / count.length;
  const total = count.reduce((sum, value) => sum + value, 0);
  const centre = new Float64Array(features);
  const spread = new Float64Array(features);
  for (let i = 0; i < mean.length; i++) centre[i % features] += (count[Math.floor(i / features)] / total) * mean[i];
  for (let i = 0; i < mean.length; i++) {
    const share = count[Math.floor(i / features)] / total;
    spread[i % features] += share * (variance[i] + (mean[i] - centre[i % features]) ** 2);
  }
  return spread;
}
