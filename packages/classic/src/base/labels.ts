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
  const list = checkedLabels(op, y);
  return encodeWhole(list) ?? encodeAny(list);
}

/** The labels as a plain list. */
export function labelList<L extends Label>(op: string, y: Labels<L>): L[] {
  return Array.from(checkedLabels(op, y));
}

/** One label per sample, all numbers or all words; not copied where it is a list of the caller's. */
function checkedLabels<L extends Label>(op: string, y: Labels<L>): ArrayLike<L> {
  if (isTensor(y) && y.rank !== 1)
    throw new DataError(`${op}: y must have one label per sample, not shape [${y.shape.join(', ')}]`);
  if (!isTensor(y) && typeof (y as ArrayLike<unknown> | null)?.length !== 'number')
    throw new DataError(`${op}: y must be a list of labels`);
  const list = (isTensor(y) ? toTypedArray(y) : y) as ArrayLike<L>;
  if (list.length === 0) throw new DataError(`${op}: y is empty`);
  const kind = typeof list[0];
  for (let i = 0; i < list.length; i++) {
    const label: unknown = list[i];
    if (typeof label === 'number' ? !Number.isFinite(label) : typeof label !== 'string')
      throw new DataError(`${op}: label ${i} is ${String(label)}, not a finite number or a string`);
    if (typeof label !== kind) throw new DataError(`${op}: labels mix numbers and strings (0 and ${i})`);
  }
  return list;
}

/** Classes that are whole numbers are looked up in a table where it has at most so many entries. */
const largestTable = 2 ** 16;

/** By a table of all whole numbers between the least and the greatest; null for words, fractions and wide ranges. */
function encodeWhole<L extends Label>(list: ArrayLike<L>): EncodedLabels<L> | null {
  if (typeof list[0] !== 'number') return null;
  const numbers = list as ArrayLike<number>;
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i];
    if (value < least) least = value;
    if (value > most) most = value;
    if (value % 1 !== 0) return null;
  }
  if (most - least >= largestTable) return null;
  const codeOf = new Int32Array(most - least + 1);
  for (let i = 0; i < numbers.length; i++) codeOf[numbers[i] - least] = 1;
  const classes: number[] = [];
  for (let at = 0; at < codeOf.length; at++) if (codeOf[at] === 1) codeOf[at] = classes.push(at + least) - 1;
  const codes = new Int32Array(numbers.length);
  for (let i = 0; i < codes.length; i++) codes[i] = codeOf[numbers[i] - least];
  return { classes: classes as unknown as L[], codes };
}

/** In the order of appearance first, which is then sorted. */
function encodeAny<L extends Label>(list: ArrayLike<L>): EncodedLabels<L> {
  const place = new Map<L, number>();
  const codes = new Int32Array(list.length);
  for (let i = 0; i < codes.length; i++) {
    let code = place.get(list[i]);
    if (code === undefined) {
      code = place.size;
      place.set(list[i], code);
    }
    codes[i] = code;
  }
  const classes = [...place.keys()].sort(compareLabels);
  const rank = new Int32Array(classes.length);
  classes.forEach((label, i) => {
    rank[place.get(label) as number] = i;
  });
  for (let i = 0; i < codes.length; i++) codes[i] = rank[codes[i]];
  return { classes, codes };
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
