import { DataError } from '../base/data-error.ts';
import type { Labels } from '../base/labels.ts';
import { requireCount } from '../base/parameter-error.ts';
import { type ClassScores, checkColumns, type ScoredLabelsOptions, scoredLabels } from './class-scores.ts';

export interface TopKAccuracyOptions extends ScoredLabelsOptions {
  /** How many classes may be named; default 2. */
  readonly k?: number | undefined;
  /** The share of samples; otherwise their number or weight. Default true. */
  readonly normalize?: boolean | undefined;
}

/**
 * Share of samples whose class is among the k of the highest scores.
 *
 * Of equal scores the class that comes later is higher. Two classes have one score per sample: above 0.5, where all scores are within
 * 0 … 1, or above 0 it speaks for the second.
 *
 * @shape yScore [N, K] for the classes in ascending order, or [N] for two
 * @reference agrees with sklearn.metrics.top_k_accuracy_score
 * @example
 * topKAccuracyScore([0, 1, 2], [[0.5, 0.2, 0.3], [0.3, 0.4, 0.2], [0.7, 0.2, 0.1]]).toFixed(4) // => '0.6667'
 */
export function topKAccuracyScore(yTrue: Labels, yScore: ClassScores, options: TopKAccuracyOptions = {}): number {
  const op = 'topKAccuracyScore';
  const { k = 2, normalize = true } = options;
  requireCount(op, 'k', k);
  const scored = scoredLabels(op, yTrue, yScore, options);
  const { data, columns, classes, truth, weights } = scored;
  if (columns === 1 && classes.length > 2) checkColumns(op, scored);
  if (columns > 1) {
    if (classes.length === 2) throw new DataError(`${op}: one score per sample is needed for two classes`);
    checkColumns(op, scored);
  }
  const threshold = columns === 1 && data.every((score) => score >= 0 && score <= 1) ? 0.5 : 0;
  const isHit = (i: number): boolean => {
    if (columns === 1) return k > 1 || Number(data[i] > threshold) === truth[i];
    const own = data[i * columns + truth[i]];
    let higher = 0;
    for (let c = 0; c < columns; c++) {
      const score = data[i * columns + c];
      if (score > own || (score === own && c > truth[i])) higher++;
    }
    return higher < k;
  };
  let hits = 0;
  let total = 0;
  for (let i = 0; i < truth.length; i++) {
    const weight = weights === null ? 1 : weights[i];
    if (isHit(i)) hits += weight;
    total += weight;
  }
  return normalize ? hits / total : hits;
}
