import { tidy } from '@ml/tensor';
import { checkMatrix, checkSameLength } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';
import { chiSquaredSurvival } from '../special/chi-squared-survival.ts';
import { asTensors, type FeatureScores, type FeatureTests } from './feature-tests.ts';

/**
 * Whether counts of a feature depend on the class.
 *
 * χ² = Σ_k (O_k − E_k)² / E_k of the sums O_k of the feature in the classes, E_k what they would be by the sizes of the classes.
 *
 * @shape X [N, F], y [N] → [F] each
 * @throws {DataError} when X has negative values
 * @special NaN for a feature of zeros
 * @complexity O(N·F)
 * @reference agrees with sklearn.feature_selection.chi2
 * @example
 * chi2([[4], [2], [1], [1]], [0, 0, 1, 1]).scores.toArray() // => [2]
 */
export function chi2(X: MatrixLike, y: Labels<Label>): FeatureTests {
  return tidy(() => {
    const samples = checkMatrix('chi2', X).X;
    const { codes, classes } = encodeLabels('chi2', y);
    checkSameLength('chi2', samples, codes.length);
    return asTensors(chi2Scores('chi2', values(samples), samples.shape[1], { codes, classes: classes.length }));
  });
}

/** @shape data [N, columns], codes [N] → [columns] */
export function chi2Scores(
  op: string,
  data: Float64Array,
  columns: number,
  { codes, classes }: { readonly codes: Int32Array; readonly classes: number },
): FeatureScores {
  const negative = data.findIndex((value) => value < 0);
  if (negative >= 0)
    throw new DataError(
      `${op}: X has ${data[negative]} at row ${Math.floor(negative / columns)}, column ${negative % columns}; chi2 needs counts or frequencies ≥ 0`,
    );
  const observed = new Float64Array(classes * columns);
  const counts = new Float64Array(classes);
  const totals = new Float64Array(columns);
  for (let i = 0; i < codes.length; i++) {
    counts[codes[i]]++;
    for (let j = 0; j < columns; j++) observed[codes[i] * columns + j] += data[i * columns + j];
  }
  for (let at = 0; at < observed.length; at++) totals[at % columns] += observed[at];
  const scores = new Float64Array(columns);
  for (let at = 0; at < observed.length; at++) {
    const expected = (counts[Math.floor(at / columns)] / codes.length) * totals[at % columns];
    scores[at % columns] += (observed[at] - expected) ** 2 / expected;
  }
  return { scores, pValues: scores.map((value) => chiSquaredSurvival(value, classes - 1)) };
}
