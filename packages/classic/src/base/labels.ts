import { isTensor, type Tensor, toTypedArray } from '@ml/tensor';
import { DataError } from './data-error.ts';
import { integers, vector } from './values.ts';

/** What a class may be called. */
export type Label = number | string;

/** One label per sample. */
export type Labels<L extends Label = Label> =
  | (L extends number ? Tensor | ArrayLike<number> : never)
  | (L extends string ? ArrayLike<string> : never);

/** What a classifier answers: a tensor where labels are numbers (int32 where all are whole), strings where they are words. */
export type Predicted<L extends Label = Label> = L extends number ? Tensor : L extends string ? string[] : never;

export interface EncodedLabels<L extends Label = Label> {
  /** Distinct labels in ascending order. */
  readonly classes: readonly L[];
  /** Position of each sample's label among the classes. */
  readonly codes: Int32Array;
}

/**
 * Labels as positions among the sorted distinct ones: numbers by value, words by code point, as NumPy sorts.
 *
 * @throws {DataError} when there are none, when numbers and words are mixed, or when one is NaN or infinite
 */
export function encodeLabels<L extends Label>(op: string, y: Labels<L>): EncodedLabels<L> {
  const labels = labelList(op, y);
  const classes = [...new Set(labels)].sort(compareLabels);
  const place = new Map(classes.map((label, i) => [label, i]));
  return { classes, codes: Int32Array.from(labels, (label) => place.get(label) as number) };
}

/** The labels as a plain list. */
export function labelList<L extends Label>(op: string, y: Labels<L>): L[] {
  if (isTensor(y) && y.rank !== 1)
    throw new DataError(`${op}: y must have one label per sample, not shape [${y.shape.join(', ')}]`);
  if (!isTensor(y) && typeof (y as ArrayLike<unknown> | null)?.length !== 'number')
    throw new DataError(`${op}: y must be a list of labels`);
  const list = Array.from((isTensor(y) ? toTypedArray(y) : y) as ArrayLike<L>);
  if (list.length === 0) throw new DataError(`${op}: y is empty`);
  const kind = typeof list[0];
  list.forEach((label, i) => {
    if (typeof label === 'number' ? !Number.isFinite(label) : typeof label !== 'string')
      throw new DataError(`${op}: label ${i} is ${String(label)}, not a finite number or a string`);
    if (typeof label !== kind) throw new DataError(`${op}: labels mix numbers and strings (0 and ${i})`);
  });
  return list;
}

/** Numbers by value, words by code unit. */
export function compareLabels(a: Label, b: Label): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The labels at these positions, as a classifier returns them. */
export function decodeLabels<L extends Label>(classes: readonly L[], codes: ArrayLike<number>): Predicted<L> {
  return predictedLabels(Array.from(codes, (code) => classes[code]));
}

/** A list of labels in the form in which classifiers return them. */
export function predictedLabels<L extends Label>(labels: readonly L[]): Predicted<L> {
  if (labels.some((label) => typeof label === 'string')) return [...labels] as unknown as Predicted<L>;
  const numbers = labels as readonly number[];
  const whole = numbers.every((value) => (value | 0) === value);
  return (whole ? integers(numbers) : vector(numbers)) as unknown as Predicted<L>;
}
