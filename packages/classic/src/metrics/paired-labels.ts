import { isTensor, toTypedArray } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import { compareLabels, type Label, type Labels, labelList } from '../base/labels.ts';
import { checkCount, metricWeights, type WeightedOptions } from './metric-weights.ts';

export interface LabelledOptions extends WeightedOptions {
  /** Which labels to look at, in this order; default: all that occur, ascending. */
  readonly labels?: readonly Label[] | null | undefined;
}

/** True and predicted labels as positions in one list of labels. */
export interface PairedLabels {
  readonly labels: readonly Label[];
  /** Position of each true label; −1 where it is not on the list. */
  readonly truth: Int32Array;
  readonly guess: Int32Array;
  readonly weights: Float64Array | null;
  /** All labels that occur, ascending. */
  readonly present: readonly Label[];
}

/**
 * Brings true and predicted labels under one list.
 *
 * @throws {DataError} when there are not as many of either, when numbers meet words, or when `labels` has an entry twice
 */
export function pairLabels(
  op: string,
  yTrue: Labels,
  yPred: Labels,
  { labels = null, sampleWeight }: LabelledOptions = {},
): PairedLabels {
  const truth = labelValues(op, yTrue);
  const guess = labelValues(op, yPred);
  checkCount(op, truth.length, guess.length, 'yPred');
  if (typeof truth[0] !== typeof guess[0])
    throw new DataError(`${op}: yTrue has ${typeof truth[0]}s as labels, yPred has ${typeof guess[0]}s`);
  const present = [...new Set<Label>([...distinct(truth), ...distinct(guess)])].sort(compareLabels);
  const list = labels ?? present;
  if (list.length === 0) throw new DataError(`${op}: labels is empty`);
  const place = new Map(list.map((label, i) => [label, i]));
  if (place.size !== list.length) throw new DataError(`${op}: labels has an entry twice`);
  return {
    labels: list,
    truth: positions(truth, place),
    guess: positions(guess, place),
    weights: metricWeights(op, sampleWeight, truth.length),
    present,
  };
}

/** The labels, without a copy where they are numbers in an array of their own. */
function labelValues(op: string, y: Labels): ArrayLike<Label> {
  const isPlain = isTensor(y) && y.rank === 1 && y.size > 0;
  if (!isPlain && !(ArrayBuffer.isView(y) && (y as unknown as Float64Array).length > 0)) return labelList<Label>(op, y);
  const list = isPlain ? toTypedArray(y) : (y as Float64Array);
  for (let i = 0; i < list.length; i++)
    if (!Number.isFinite(list[i]))
      throw new DataError(`${op}: label ${i} is ${list[i]}, not a finite number or a string`);
  return list;
}

function distinct(list: ArrayLike<Label>): Set<Label> {
  const seen = new Set<Label>();
  let last: Label | undefined;
  for (let i = 0; i < list.length; i++) {
    if (list[i] === last) continue;
    last = list[i];
    seen.add(last);
  }
  return seen;
}

function positions(list: ArrayLike<Label>, place: ReadonlyMap<Label, number>): Int32Array {
  const out = new Int32Array(list.length);
  for (let i = 0; i < out.length; i++) out[i] = place.get(list[i]) ?? -1;
  return out;
}
