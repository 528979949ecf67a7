export interface ColumnMoments {
  /** NaN for a column without a value. */
  readonly mean: Float64Array;
  /** Biased. */
  readonly variance: Float64Array;
  /** Weight of the values that are there. */
  readonly seen: Float64Array;
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
  const sums = weights === null ? sumsOfAll(data, columns) : null;
  const { mean, seen } = sums ?? sumsOfPresent(data, columns, weights);
  for (let j = 0; j < columns; j++) mean[j] /= seen[j];
  const variance = new Float64Array(columns);
  const drift = new Float64Array(columns);
  if (sums === null) addDeviations(variance, drift, { data, mean, weights });
  else addAllDeviations(variance, drift, { data, mean });
  for (let j = 0; j < columns; j++)
    variance[j] = Math.max(0, (variance[j] - (drift[j] * drift[j]) / seen[j]) / seen[j]);
  return { mean, variance, seen };
}

interface Sums {
  /** Still to be divided by the weight seen. */
  readonly mean: Float64Array;
  readonly seen: Float64Array;
}

/** null where a value is missing. */
function sumsOfAll(data: Float64Array, columns: number): Sums | null {
  const mean = new Float64Array(columns);
  for (let at = 0; at < data.length; at += columns) for (let j = 0; j < columns; j++) mean[j] += data[at + j];
  return mean.some(Number.isNaN) ? null : { mean, seen: new Float64Array(columns).fill(data.length / columns) };
}

function sumsOfPresent(data: Float64Array, columns: number, weights: Float64Array | null): Sums {
  const mean = new Float64Array(columns);
  const seen = new Float64Array(columns);
  for (let at = 0, row = 0; at < data.length; at += columns, row++) {
    const weight = weights === null ? 1 : weights[row];
    for (let j = 0; j < columns; j++) {
      const value = data[at + j];
      if (Number.isNaN(value)) continue;
      mean[j] += weight * value;
      seen[j] += weight;
    }
  }
  return { mean, seen };
}

function addAllDeviations(
  squares: Float64Array,
  drift: Float64Array,
  { data, mean }: { readonly data: Float64Array; readonly mean: Float64Array },
): void {
  const columns = mean.length;
  for (let at = 0; at < data.length; at += columns) {
    for (let j = 0; j < columns; j++) {
      const deviation = data[at + j] - mean[j];
      squares[j] += deviation * deviation;
      drift[j] += deviation;
    }
  }
}

function addDeviations(
  squares: Float64Array,
  drift: Float64Array,
  {
    data,
    mean,
    weights,
  }: { readonly data: Float64Array; readonly mean: Float64Array; readonly weights: Float64Array | null },
): void {
  const columns = mean.length;
  for (let at = 0, row = 0; at < data.length; at += columns, row++) {
    const weight = weights === null ? 1 : weights[row];
    for (let j = 0; j < columns; j++) {
      const deviation = data[at + j] - mean[j];
      if (Number.isNaN(deviation)) continue;
      squares[j] += weight * deviation * deviation;
      drift[j] += weight * deviation;
    }
  }
}

/** Whether the variance is not above what rounding of the mean makes of equal values. */
export function isConstantColumn({ mean, variance, seen }: ColumnMoments, column: number): boolean {
  const rounding = (seen[column] * mean[column] * Number.EPSILON) ** 2;
  return variance[column] <= seen[column] * Number.EPSILON * variance[column] + rounding;
}

/**
 * Moments of the rows of both.
 *
 * N·σ² = N₁σ₁² + N₂σ₂² + (μ₁ − μ₂)² N₁N₂ / N
 *
 * @reference Chan, Golub & LeVeque (1979)
 */
export function mergeMoments(a: ColumnMoments, b: ColumnMoments): ColumnMoments {
  const mean = a.mean.slice();
  const variance = a.variance.slice();
  const seen = a.seen.slice();
  for (let j = 0; j < mean.length; j++) {
    if (b.seen[j] === 0) continue;
    const share = b.seen[j] / (seen[j] + b.seen[j]);
    const step = b.mean[j] - mean[j];
    const isFirst = seen[j] === 0;
    mean[j] = isFirst ? b.mean[j] : mean[j] + step * share;
    variance[j] = isFirst
      ? b.variance[j]
      : variance[j] * (1 - share) + b.variance[j] * share + step * step * share * (1 - share);
    seen[j] += b.seen[j];
  }
  return { mean, variance, seen };
}
