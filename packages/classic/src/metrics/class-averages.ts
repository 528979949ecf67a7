import type { Tensor } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { Label, Labels } from '../base/labels.ts';
import { ParameterError, requireOneOf } from '../base/parameter-error.ts';
import { type LabelledOptions, type PairedLabels, pairLabels } from './paired-labels.ts';

/**
 * How scores of classes become one: that of `posLabel` ('binary'), of all decisions together ('micro'), their mean ('macro'), their
 * mean by how many samples they have ('weighted'); null: one for each class.
 */
export type Average = 'binary' | 'micro' | 'macro' | 'weighted' | null;

/** A tensor with a score for each class where nothing is averaged, else a number. */
export type Averaged<A extends Average> = A extends null ? Tensor<[number]> : number;

export interface ClassScoreOptions<A extends Average = Average> extends LabelledOptions {
  readonly average?: A | undefined;
  /** The class that counts with average 'binary'; default 1. */
  readonly posLabel?: Label | undefined;
  /** What 0 / 0 is; default 0. */
  readonly zeroDivision?: 0 | 1 | undefined;
}

/** For each class: weight of the samples that are predicted and true, that are predicted, that are true. */
export interface ClassCounts {
  readonly labels: readonly Label[];
  readonly hits: Float64Array;
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
}

/**
 * Counts for the classes that `average` looks at.
 *
 * @throws {DataError} when there are more than two classes with average 'binary', or `posLabel` is none of two
 */
export function classCounts<A extends Average>(
  op: string,
  yTrue: Labels,
  yPred: Labels,
  options: ClassScoreOptions<A>,
  fallback: A,
): ClassCounts {
  const { average = fallback, posLabel = 1, zeroDivision = 0, labels, sampleWeight } = options;
  requireOneOf(op, 'average', average, ['binary', 'micro', 'macro', 'weighted', null]);
  requireOneOf(op, 'zeroDivision', zeroDivision, [0, 1]);
  if (average !== 'binary') return countClasses(pairLabels(op, yTrue, yPred, { labels, sampleWeight }));
  const pair = pairLabels(op, yTrue, yPred, { labels: [posLabel], sampleWeight });
  if (pair.present.length > 2)
    throw new ParameterError(
      `${op}: average 'binary' is for two classes, there are ${pair.present.length}; use 'micro', 'macro', 'weighted' or null`,
    );
  if (pair.present.length === 2 && !pair.present.includes(posLabel))
    throw new DataError(`${op}: posLabel ${posLabel} is not among the labels ${pair.present.join(', ')}`);
  return countClasses(pair);
}

function countClasses({ labels, truth, guess, weights }: PairedLabels): ClassCounts {
  const k = labels.length;
  const hits = new Float64Array(k);
  const predicted = new Float64Array(k);
  const actual = new Float64Array(k);
  for (let i = 0; i < truth.length; i++) {
    const weight = weights === null ? 1 : weights[i];
    if (truth[i] >= 0) actual[truth[i]] += weight;
    if (guess[i] >= 0) predicted[guess[i]] += weight;
    if (truth[i] >= 0 && truth[i] === guess[i]) hits[truth[i]] += weight;
  }
  return { labels, hits, predicted, actual };
}

/** The counts of all classes as those of one. */
export function pooled({ labels, hits, predicted, actual }: ClassCounts): ClassCounts {
  const sum = (list: Float64Array): Float64Array => Float64Array.of(list.reduce((total, value) => total + value, 0));
  return { labels, hits: sum(hits), predicted: sum(predicted), actual: sum(actual) };
}

/** a / b, element by element; `zeroDivision` where b is 0. */
export function divide(a: Float64Array, b: Float64Array, zeroDivision: number): Float64Array {
  return a.map((value, k) => (b[k] === 0 ? zeroDivision : value / b[k]));
}
