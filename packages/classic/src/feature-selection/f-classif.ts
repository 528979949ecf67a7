import { tidy } from '@ml/tensor';
import { checkMatrix, checkSameLength } from '../base/check-matrix.ts';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';
import { fSurvival } from '../special/f-survival.ts';
import { asTensors, type FeatureScores, type FeatureTests } from './feature-tests.ts';

/**
 * Analysis of variance: whether the mean of a feature differs between classes.
 *
 * F = (between / (K − 1)) / (within / (N − K)), sums of squares between and within classes about their means.
 *
 * @shape X [N, F], y [N] → [F] each
 * @special NaN for a constant feature
 * @complexity O(N·F)
 * @reference agrees with sklearn.feature_selection.f_classif
 * @example
 * fClassif([[1], [2], [4], [5]], [0, 0, 1, 1]).scores.toArray() // => [18]
 */
export function fClassif(X: MatrixLike, y: Labels<Label>): FeatureTests {
  return tidy(() => {
    const samples = checkMatrix('fClassif', X).X;
    const { codes, classes } = encodeLabels('fClassif', y);
    checkSameLength('fClassif', samples, codes.length);
    return asTensors(anovaScores(values(samples), samples.shape[1], codes, classes.length));
  });
}

/** @shape data [N, columns], codes [N] → [columns] */
export function anovaScores(data: Float64Array, columns: number, codes: Int32Array, classes: number): FeatureScores {
  const counts = new Float64Array(classes);
  const means = new Float64Array(classes * columns);
  const overall = new Float64Array(columns);
  for (let i = 0; i < codes.length; i++) {
    counts[codes[i]]++;
    const own = codes[i] * columns;
    const at = i * columns;
    for (let j = 0; j < columns; j++) means[own + j] += data[at + j];
  }
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < columns; j++) {
      overall[j] += means[k * columns + j] / codes.length;
      means[k * columns + j] /= counts[k];
    }
  }
  const within = new Float64Array(columns);
  for (let i = 0; i < codes.length; i++) {
    const own = codes[i] * columns;
    const at = i * columns;
    for (let j = 0; j < columns; j++) {
      const step = data[at + j] - means[own + j];
      within[j] += step * step;
    }
  }
  const between = new Float64Array(columns);
  for (let k = 0; k < classes; k++)
    for (let j = 0; j < columns; j++) between[j] += counts[k] * (means[k * columns + j] - overall[j]) ** 2;
  const degrees = [classes - 1, codes.length - classes] as const;
  const scores = between.map((sum, j) => sum / degrees[0] / (within[j] / degrees[1]));
  return { scores, pValues: scores.map((f) => fSurvival(f, degrees)) };
}
