export interface ColumnMoments {
  /** NaN for a column without a value. */
  readonly mean: Float64Array;
  /** Biased. */
  readonly variance: Float64Array;
  /** Weight of the values that are there. */
  readonly seen: Float64Array;
  /** 1 where the variance is not above what rounding of the mean makes of equal values. */
  readonly isConstant: Uint8Array;
}

/**
 * Mean and biased variance of every column in two passes, NaN left out.
 *
 * The second pass takes the sum of the deviations, which would be 0 without rounding, out of the sum of their squares
 * (Chan, Golub & LeVeque 1983, corrected two-pass).
 *
 * @shape data [N, F] → [F] each
 */
export function columnMoments(data: Float64Array, columns: number, weights: Float64Array | null): ColumnMoments {
  const mean = new Float64Array(columns);
  const variance = new Float64Array(columns);
  const seen = new Float64Array(columns);
  const drift = new Float64Array(columns);
  for (let at = 0, row = 0; at < data.length; row++) {
    const weight = weights === null ? 1 : weights[row];
    for (let j = 0; j < columns; j++, at++) {
      const value = data[at];
      if (Number.isNaN(value)) continue;
      mean[j] += weight * value;
      seen[j] += weight;
    }
  }
  for (let j = 0; j < columns; j++) mean[j] /= seen[j];
  for (let at = 0, row = 0; at < data.length; row++) {
    const weight = weights === null ? 1 : weights[row];
    for (let j = 0; j < columns; j++, at++) {
      const deviation = data[at] - mean[j];
      if (Number.isNaN(deviation)) continue;
      variance[j] += weight * deviation * deviation;
      drift[j] += weight * deviation;
    }
  }
  const isConstant = new Uint8Array(columns);
  for (let j = 0; j < columns; j++) {
    variance[j] = Math.max(0, (variance[j] - (drift[j] * drift[j]) / seen[j]) / seen[j]);
    const rounding = seen[j] * Number.EPSILON * variance[j] + (seen[j] * mean[j] * Number.EPSILON) ** 2;
    isConstant[j] = variance[j] <= rounding ? 1 : 0;
  }
  return { mean, variance, seen, isConstant };
}
