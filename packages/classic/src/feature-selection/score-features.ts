import { isTensor, type Tensor, toTypedArray } from '@ml/tensor';
import { checkSameLength } from '../base/check-matrix.ts';
import { checkVector } from '../base/check-vector.ts';
import { DataError } from '../base/data-error.ts';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import type { RandomState } from '../base/random-state.ts';
import { values } from '../base/values.ts';
import { chi2Scores } from './chi2.ts';
import { anovaScores } from './f-classif.ts';
import { correlationScores } from './f-regression.ts';
import type { FeatureScores } from './feature-tests.ts';
import { mutualInfoScores } from './mutual-info-scores.ts';

/** A score of every feature, of one of this package, or of yours: higher is better. A function cannot be written as JSON. */
export type ScoreFunction =
  | 'fClassif'
  | 'fRegression'
  | 'chi2'
  | 'mutualInfoClassif'
  | 'mutualInfoRegression'
  | ((
      X: Tensor<[number, number]>,
      y: VectorLike | Labels<Label>,
    ) => VectorLike | { readonly scores: VectorLike; readonly pValues?: VectorLike | null });

const scoreNames = ['fClassif', 'fRegression', 'chi2', 'mutualInfoClassif', 'mutualInfoRegression'] as const;

/** @param estimator who asks, for messages */
export function scoreFeatures(
  estimator: string,
  X: Tensor<[number, number]>,
  y: VectorLike | Labels<Label> | null,
  { scoreFunc, randomState }: { readonly scoreFunc: ScoreFunction; readonly randomState: RandomState },
): FeatureScores {
  const op = `${estimator}.fit`;
  if (y === null || y === undefined)
    throw new DataError(`${op}: y is missing; features are scored by what they tell about it`);
  if (typeof scoreFunc === 'function') return ofFunction(op, scoreFunc(X, y), X.shape[1]);
  requireOneOf(estimator, 'scoreFunc', scoreFunc, scoreNames);
  const data = values(X);
  const columns = X.shape[1];
  if (scoreFunc === 'fRegression') return correlationScores(data, columns, checkVector(op, y as VectorLike, X));
  if (scoreFunc === 'mutualInfoRegression') {
    const target = { numbers: checkVector(op, y as VectorLike, X) };
    return { scores: mutualInfoScores(op, data, columns, { target, options: { randomState } }), pValues: null };
  }
  const { codes, classes } = encodeLabels(op, y as Labels<Label>);
  checkSameLength(op, X, codes.length);
  if (scoreFunc === 'fClassif') return anovaScores(data, columns, codes, classes.length);
  if (scoreFunc === 'chi2') return chi2Scores(op, data, columns, { codes, classes: classes.length });
  const scores = mutualInfoScores(op, data, columns, { target: { codes }, options: { randomState } });
  return { scores, pValues: null };
}

function ofFunction(
  op: string,
  result: VectorLike | { readonly scores: VectorLike; readonly pValues?: VectorLike | null },
  columns: number,
): FeatureScores {
  const { scores, pValues = null } = isTensor(result) || 'length' in result ? { scores: result } : result;
  const found = { scores: copy(scores), pValues: pValues === null ? null : copy(pValues) };
  if (found.scores.length !== columns)
    throw new DataError(`${op}: scoreFunc gave ${found.scores.length} scores for ${columns} features`);
  return found;
}

function copy(list: VectorLike): Float64Array {
  return Float64Array.from(isTensor(list) ? toTypedArray(list) : list);
}
