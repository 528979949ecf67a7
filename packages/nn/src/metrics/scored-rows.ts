import { isFloat, ShapeError, sameShape, type Tensor, type TypedArray, toTypedArray } from '@ml/tensor';

/** Scores of K classes beside the class numbers they should have found. */
export interface ScoredRows {
  /** [N, K] row after row. */
  readonly scores: TypedArray;
  /** [N] */
  readonly labels: TypedArray;
  readonly classes: number;
}

/** @shape scores [..., K], targets [...] → N rows of K and N labels */
export function scoredRows(op: string, scores: Tensor, targets: Tensor): ScoredRows {
  if (scores.rank === 0 || !sameShape(scores.shape.slice(0, -1), targets.shape)) {
    throw new ShapeError({
      op,
      problem: 'targets must have the shape of the scores without the last axis, which is that of the classes',
      shapes: [scores.shape, targets.shape],
    });
  }
  return { scores: toTypedArray(scores), labels: toTypedArray(targets), classes: scores.shape[scores.rank - 1] };
}

/** Whether predictions are class numbers themselves, one for each target, and not scores of classes. */
export function areLabels(predictions: Tensor, targets: Tensor): boolean {
  return !isFloat(predictions.dtype) && sameShape(predictions.shape, targets.shape);
}

/** The class of the highest score of row i: the first of equals, and NaN counts as highest, as `argmax` has it. */
export function bestClass({ scores, classes }: ScoredRows, i: number): number {
  let best = i * classes;
  for (let at = best + 1; at < (i + 1) * classes; at++) if (higher(scores[at], scores[best])) best = at;
  return best - i * classes;
}

/** a > b, NaN above everything. */
export function higher(a: number, b: number): boolean {
  return a > b || (Number.isNaN(a) && !Number.isNaN(b));
}

/** The predicted class of every target, from class numbers or from scores. @shape [...] or [..., K] against [...] → [N] */
export function predictedLabels(op: string, predictions: Tensor, targets: Tensor): TypedArray {
  if (areLabels(predictions, targets)) return toTypedArray(predictions);
  const rows = scoredRows(op, predictions, targets);
  return Int32Array.from(rows.labels, (_, i) => bestClass(rows, i));
}
