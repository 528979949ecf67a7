import { tidy } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import { checkVector } from '../base/check-vector.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';
import { fSurvival } from '../special/f-survival.ts';
import { asTensors, type FeatureScores, type FeatureTests } from './feature-tests.ts';

export interface FRegressionOptions {
  /** Correlate deviations from the mean. */
  readonly center?: boolean;
  /** A perfect correlation scores the largest number, a constant feature 0 with p = 1, and not Infinity and NaN. */
  readonly forceFinite?: boolean;
}

/**
 * Whether a feature alone predicts the target linearly.
 *
 * F = r² / (1 − r²) · (N − 2) with Pearson's correlation r; N − 1 without centering.
 *
 * @shape X [N, F], y [N] → [F] each
 * @complexity O(N·F)
 * @reference agrees with sklearn.feature_selection.f_regression
 * @example
 * fRegression([[1], [0], [-1]], [1, -1, 0]).scores.toArray() // => [0.3333333333333333]
 */
export function fRegression(X: MatrixLike, y: VectorLike, options: FRegressionOptions = {}): FeatureTests {
  return tidy(() => {
    const samples = checkMatrix('fRegression', X).X;
    const target = checkVector('fRegression', y, samples);
    return asTensors(correlationScores(values(samples), samples.shape[1], target, options));
  });
}

/** @shape data [N, columns], y [N] → [columns] */
export function correlationScores(
  data: Float64Array,
  columns: number,
  y: Float64Array,
  { center = true, forceFinite = true }: FRegressionOptions = {},
): FeatureScores {
  const degrees = y.length - (center ? 2 : 1);
  const r = correlations(data, columns, y, center);
  const scores = r.map((value) => (value ** 2 / (1 - value ** 2)) * degrees);
  const pValues = scores.map((f) => fSurvival(f, [1, degrees]));
  if (forceFinite) {
    for (let j = 0; j < columns; j++) {
      if (scores[j] === Number.POSITIVE_INFINITY) scores[j] = Number.MAX_VALUE;
      if (!Number.isNaN(scores[j])) continue;
      scores[j] = 0;
      pValues[j] = 1;
    }
  }
  return { scores, pValues };
}

/** Pearson's r of every column with y; without centering the cosine. NaN for a constant column. */
function correlations(data: Float64Array, columns: number, y: Float64Array, center: boolean): Float64Array {
  const means = new Float64Array(columns);
  if (center) {
    for (let at = 0; at < data.length; at += columns) for (let j = 0; j < columns; j++) means[j] += data[at + j];
    for (let j = 0; j < columns; j++) means[j] /= y.length;
  }
  const middle = center ? y.reduce((sum, value) => sum + value, 0) / y.length : 0;
  const squares = new Float64Array(columns);
  const products = new Float64Array(columns);
  let square = 0;
  for (let i = 0; i < y.length; i++) {
    const step = y[i] - middle;
    square += step * step;
    const at = i * columns;
    for (let j = 0; j < columns; j++) {
      const deviation = data[at + j] - means[j];
      squares[j] += deviation * deviation;
      products[j] += deviation * step;
    }
  }
  return products.map((product, j) => Math.min(1, Math.max(-1, product / Math.sqrt(squares[j] * square))));
}
