import type { Tensor } from '@ml/tensor';
import { checkSameLength } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import { type Label, type Labels, labelList } from '../base/labels.ts';

/** Positions of labels among known classes. @throws {DataError} when one is not among them */
export function codesAmong<L extends Label>(op: string, X: Tensor, y: Labels<L>, classes: readonly L[]): Int32Array {
  const labels = labelList<L>(op, y);
  checkSameLength(op, X, labels.length);
  const places = new Map(classes.map((label, code) => [label, code]));
  return Int32Array.from(labels, (label, i) => {
    const code = places.get(label);
    if (code === undefined) throw new DataError(`${op}: y has ${label} at ${i}, which is not among the classes`);
    return code;
  });
}
