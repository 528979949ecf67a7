import type { Tensor } from '@ml/tensor';
import type { Labels } from '../base/labels.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { vector } from '../base/values.ts';
import {
  type Average,
  type Averaged,
  type ClassCounts,
  type ClassScoreOptions,
  classCounts,
  divide,
  pooled,
} from './class-averages.ts';
import { average as mean } from './metric-weights.ts';

export interface FscoreOptions<A extends Average = Average> extends ClassScoreOptions<A> {
  /** How much recall counts beside precision; default 1. */
  readonly beta?: number | undefined;
}

export interface PrecisionRecallFscoreSupport<A extends Average> {
  readonly precision: Averaged<A>;
  readonly recall: Averaged<A>;
  readonly fscore: Averaged<A>;
  /** Weight of the samples of each class; null where classes are averaged. */
  readonly support: A extends null ? Tensor<[number]> : null;
}

/** For each class, or as one number each where they are averaged. */
interface Scores {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  readonly fscore: Float64Array;
}

/** Precision, recall and F-score from counts. */
export function scoresOf(counts: ClassCounts, average: Average, beta: number, zeroDivision: number): Scores {
  const { hits, predicted, actual } = average === 'micro' ? pooled(counts) : counts;
  const precision = divide(hits, predicted, zeroDivision);
  const recall = divide(hits, actual, zeroDivision);
  const weight = beta * beta;
  const fscore = precision.map((p, k) => {
    if (beta === Infinity) return recall[k];
    const bottom = weight * p + recall[k];
    return bottom === 0 ? 0 : ((1 + weight) * p * recall[k]) / bottom;
  });
  if (average === null || average === 'micro' || average === 'binary') return { precision, recall, fscore };
  const support = average === 'weighted' ? actual : null;
  if (support?.every((count) => count === 0)) {
    const isQuiet = predicted.every((count) => count === 0);
    const nothing = Float64Array.of(isQuiet ? zeroDivision : 0);
    return { precision: nothing, recall: Float64Array.of(zeroDivision), fscore: nothing };
  }
  const averaged = (scores: Float64Array): Float64Array => Float64Array.of(mean(scores, support));
  return { precision: averaged(precision), recall: averaged(recall), fscore: averaged(fscore) };
}

/**
 * Precision, recall, F-score and number of samples of each class.
 *
 * precision = true positives / predicted positives, recall = true positives / positives,
 * F = (1 + β²) · precision · recall / (β² · precision + recall)
 *
 * @param options.average default null: one number for each class
 * @reference agrees with sklearn.metrics.precision_recall_fscore_support
 * @example
 * const scores = precisionRecallFscoreSupport(['a', 'b', 'b'], ['a', 'a', 'b']);
 * [scores.precision.toArray(), scores.recall.toArray()] // => [[0.5, 1], [1, 0.5]]
 */
export function precisionRecallFscoreSupport<A extends Average = null>(
  yTrue: Labels,
  yPred: Labels,
  options: FscoreOptions<A> = {},
): PrecisionRecallFscoreSupport<A> {
  const { counts, precision, recall, fscore } = compute(
    'precisionRecallFscoreSupport',
    yTrue,
    yPred,
    options,
    null as A,
  );
  const { average = null } = options;
  const shaped = (scores: Float64Array): Averaged<A> => (average === null ? vector(scores) : scores[0]) as Averaged<A>;
  const support = average === null ? vector(counts.actual) : null;
  return {
    precision: shaped(precision),
    recall: shaped(recall),
    fscore: shaped(fscore),
    support: support as PrecisionRecallFscoreSupport<A>['support'],
  };
}

function compute<A extends Average>(
  op: string,
  yTrue: Labels,
  yPred: Labels,
  options: FscoreOptions<A>,
  fallback: A,
): Scores & { readonly counts: ClassCounts } {
  const { average = fallback, beta = 1, zeroDivision = 0 } = options;
  requireParameter(op, 'beta', beta, typeof beta === 'number' && beta >= 0, '≥ 0');
  const counts = classCounts(op, yTrue, yPred, options, fallback);
  return { counts, ...scoresOf(counts, average, beta, zeroDivision) };
}

function one<A extends Average>(
  op: string,
  yTrue: Labels,
  yPred: Labels,
  options: FscoreOptions<A> & { readonly which: keyof Scores },
): Averaged<A> {
  const { which, ...rest } = options;
  const scores = compute<Average>(op, yTrue, yPred, rest, 'binary')[which];
  return (rest.average === null ? vector(scores) : scores[0]) as Averaged<A>;
}

/**
 * Of the samples predicted to be positive, the share that is.
 *
 * @reference agrees with sklearn.metrics.precision_score
 * @example
 * precisionScore([0, 1, 1, 0], [1, 1, 0, 0]) // => 0.5
 */
export function precisionScore<A extends Average = 'binary'>(
  yTrue: Labels,
  yPred: Labels,
  options: ClassScoreOptions<A> = {},
): Averaged<A> {
  return one('precisionScore', yTrue, yPred, { ...options, which: 'precision' });
}

/**
 * Of the positive samples, the share that is predicted to be.
 *
 * @reference agrees with sklearn.metrics.recall_score
 * @example
 * recallScore([0, 1, 1, 0], [1, 1, 0, 0]) // => 0.5
 */
export function recallScore<A extends Average = 'binary'>(
  yTrue: Labels,
  yPred: Labels,
  options: ClassScoreOptions<A> = {},
): Averaged<A> {
  return one('recallScore', yTrue, yPred, { ...options, which: 'recall' });
}

/**
 * The harmonic mean of precision and recall.
 *
 * @reference agrees with sklearn.metrics.f1_score
 * @example
 * f1Score(['a', 'b', 'c'], ['a', 'b', 'b'], { average: 'micro' }).toFixed(4) // => '0.6667'
 */
export function f1Score<A extends Average = 'binary'>(
  yTrue: Labels,
  yPred: Labels,
  options: ClassScoreOptions<A> = {},
): Averaged<A> {
  return one('f1Score', yTrue, yPred, { ...options, beta: 1, which: 'fscore' });
}

/**
 * The harmonic mean of precision and recall, recall counting β² times.
 *
 * @reference agrees with sklearn.metrics.fbeta_score
 * @example
 * fbetaScore([0, 1, 1, 1], [0, 1, 0, 0], { beta: 0.5 }).toFixed(4) // => '0.7143'
 */
export function fbetaScore<A extends Average = 'binary'>(
  yTrue: Labels,
  yPred: Labels,
  options: FscoreOptions<A> & { readonly beta: number },
): Averaged<A> {
  return one('fbetaScore', yTrue, yPred, { ...options, which: 'fscore' });
}
