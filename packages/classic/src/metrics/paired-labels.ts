import { DataError } from '../base/data-error.ts';
import { compareLabels, type EncodedLabels, encodeLabels, type Label, type Labels } from '../base/labels.ts';
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
  const truth = encodeLabels<Label>(op, yTrue);
  const guess = encodeLabels<Label>(op, yPred);
  const [a, b] = [truth.classes, guess.classes];
  checkCount(op, truth.codes.length, guess.codes.length, 'yPred');
  if (typeof a[0] !== typeof b[0])
    throw new DataError(`${op}: yTrue has ${typeof a[0]}s as labels, yPred has ${typeof b[0]}s`);
  const present = [...new Set([...a, ...b])].sort(compareLabels);
  const list = labels ?? present;
  if (list.length === 0) throw new DataError(`${op}: labels is empty`);
  const place = new Map(list.map((label, i) => [label, i]));
  if (place.size !== list.length) throw new DataError(`${op}: labels has an entry twice`);
  return {
    labels: list,
    truth: renamed(truth, place),
    guess: renamed(guess, place),
    weights: metricWeights(op, sampleWeight, truth.codes.length),
    present,
  };
}

function renamed({ classes, codes }: EncodedLabels<Label>, place: ReadonlyMap<Label, number>): Int32Array {
  const names = Int32Array.from(classes, (label) => place.get(label) ?? -1);
  if (names.every((name, code) => name === code)) return codes;
  const out = new Int32Array(codes.length);
  for (let i = 0; i < out.length; i++) out[i] = names[codes[i]];
  return out;
}
