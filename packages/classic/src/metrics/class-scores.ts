import { isTensor, ShapeError, toTypedArray } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import { checkVector } from '../base/check-vector.ts';
import { DataError } from '../base/data-error.ts';
import { compareLabels, encodeLabels, type Label, type Labels } from '../base/labels.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { checkCount, metricWeights, type WeightedOptions } from './metric-weights.ts';

/** What was predicted of each sample: one number, or one for each class. */
export type ClassScores = MatrixLike | VectorLike;

/** Numbers of `columns` for each of `rows` samples; columns is 1 for a list. */
export interface ScoreMatrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly isVector: boolean;
}

/** @throws {DataError} when a score is no finite number */
export function scoreMatrix(op: string, scores: ClassScores, what = 'yScore'): ScoreMatrix {
  const isVector = isTensor(scores) ? scores.rank === 1 : typeof (scores as ArrayLike<unknown>)[0] === 'number';
  if (isVector) {
    const data = checkVector(op, scores as VectorLike, null, what);
    return { data, rows: data.length, columns: 1, isVector };
  }
  const { X } = checkMatrix(op, scores as MatrixLike);
  const data = toTypedArray(X) as Float64Array;
  if (X !== scores) X.dispose();
  return { data, rows: X.shape[0], columns: X.shape[1], isVector };
}

export interface ScoredLabelsOptions extends WeightedOptions {
  /** All classes, ascending, where some do not occur among the true ones. */
  readonly labels?: readonly Label[] | null | undefined;
}

export interface ScoredLabels extends ScoreMatrix {
  readonly classes: readonly Label[];
  /** Position of each true label among the classes. */
  readonly truth: Int32Array;
  readonly weights: Float64Array | null;
}

/**
 * True labels as positions among the classes, beside what was predicted.
 *
 * @throws {DataError} when there are not as many of either, or a true label is not among `labels`
 */
export function scoredLabels(
  op: string,
  yTrue: Labels,
  yScore: ClassScores,
  { labels = null, sampleWeight }: ScoredLabelsOptions = {},
): ScoredLabels {
  const { classes: found, codes } = encodeLabels<Label>(op, yTrue);
  const scores = scoreMatrix(op, yScore);
  checkCount(op, codes.length, scores.rows, 'yScore');
  const classes = labels === null ? found : [...labels].sort(compareLabels);
  if (new Set(classes).size !== classes.length) throw new DataError(`${op}: labels has an entry twice`);
  const place = found.map((label) => {
    const at = classes.indexOf(label);
    if (at < 0) throw new DataError(`${op}: yTrue has ${label}, which is not among labels`);
    return at;
  });
  const isSame = place.every((at, code) => at === code);
  const truth = isSame ? codes : codes.map((code) => place[code]);
  return { ...scores, classes, truth, weights: metricWeights(op, sampleWeight, codes.length) };
}

/** @throws {ShapeError} when there is not one column for each class */
export function checkColumns(op: string, { rows, columns, classes }: ScoredLabels): void {
  if (columns === classes.length) return;
  const problem = `yScore has ${columns} columns for ${classes.length} classes (${classes.join(', ')})`;
  const mend = 'name all classes with { labels }';
  throw new ShapeError({ op, problem, shapes: [[rows, columns]], axis: 1, mend });
}
