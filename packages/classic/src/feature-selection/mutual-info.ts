import { type Tensor, tidy } from '@ml/tensor';
import { checkMatrix, checkSameLength } from '../base/check-matrix.ts';
import { checkVector } from '../base/check-vector.ts';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { values, vector } from '../base/values.ts';
import { type MutualInfoOptions, mutualInfoScores } from './mutual-info-scores.ts';

/**
 * Mutual information of every feature with the class, in nats: 0 where they are independent, whatever the form of dependence.
 *
 * @shape X [N, F], y [N] → [F]
 * @reference Ross (2014); agrees with sklearn.feature_selection.mutual_info_classif but for the noise
 * @example
 * mutualInfoClassif([[0], [1], [0], [1]], [0, 1, 0, 1], { discreteFeatures: true }).toArray() // => [0.6931471805599453]
 */
export function mutualInfoClassif(X: MatrixLike, y: Labels<Label>, options: MutualInfoOptions = {}): Tensor<[number]> {
  const op = 'mutualInfoClassif';
  return tidy(() => {
    const samples = checkMatrix(op, X).X;
    const { codes } = encodeLabels(op, y);
    checkSameLength(op, samples, codes.length);
    return vector(mutualInfoScores(op, values(samples), samples.shape[1], { target: { codes }, options }));
  });
}

/**
 * Mutual information of every feature with a number, in nats: 0 where they are independent, whatever the form of dependence.
 *
 * @shape X [N, F], y [N] → [F]
 * @reference Kraskov et al. (2004); agrees with sklearn.feature_selection.mutual_info_regression but for the noise
 * @example
 * const X = Array.from({ length: 50 }, (_, i) => [i]);
 * const y = X.map(([x]) => x * x);
 * mutualInfoRegression(X, y, { randomState: 0 }).item() > 2 // => true
 */
export function mutualInfoRegression(X: MatrixLike, y: VectorLike, options: MutualInfoOptions = {}): Tensor<[number]> {
  const op = 'mutualInfoRegression';
  return tidy(() => {
    const samples = checkMatrix(op, X).X;
    const numbers = checkVector(op, y, samples);
    return vector(mutualInfoScores(op, values(samples), samples.shape[1], { target: { numbers }, options }));
  });
}
