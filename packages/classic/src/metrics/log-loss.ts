import { DataError } from '../base/data-error.ts';
import type { Labels } from '../base/labels.ts';
import { requireParameter } from '../base/parameter-error.ts';
import {
  type ClassScores,
  checkColumns,
  type ScoredLabels,
  type ScoredLabelsOptions,
  scoredLabels,
} from './class-scores.ts';

export interface LogLossOptions extends ScoredLabelsOptions {
  /** Probabilities are kept within eps … 1 − eps; default 'auto', 2⁻⁵². */
  readonly eps?: number | 'auto' | undefined;
  /** The mean; otherwise the sum. Default true. */
  readonly normalize?: boolean | undefined;
}

/**
 * Mean of −log p of the true classes.
 *
 * @shape yScore [N, K] probabilities of the classes in ascending order, or [N] that of the second of two
 * @special rows are divided by their sums
 * @reference agrees with sklearn.metrics.log_loss
 * @example
 * logLoss(['ham', 'spam'], [[0.5, 0.5], [0.5, 0.5]]).toFixed(4) // => '0.6931'
 */
export function logLoss(yTrue: Labels, yScore: ClassScores, options: LogLossOptions = {}): number {
  const op = 'logLoss';
  const { eps = 'auto', normalize = true } = options;
  const margin = eps === 'auto' ? Number.EPSILON : eps;
  requireParameter(op, 'eps', eps, margin >= 0 && margin < 0.5, "'auto' or a number in [0, 0.5)");
  const scored = withTwoColumns(scoredLabels(op, yTrue, yScore, options));
  if (scored.classes.length < 2)
    throw new DataError(`${op}: there is one class (${scored.classes[0]}); name all classes with { labels }`);
  checkColumns(op, scored);
  const { data, columns, truth, weights } = scored;
  let loss = 0;
  let total = 0;
  for (let i = 0; i < truth.length; i++) {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += clip(data[i * columns + k], margin);
    const weight = weights === null ? 1 : weights[i];
    loss -= weight * Math.log(clip(data[i * columns + truth[i]], margin) / sum);
    total += weight;
  }
  return normalize ? loss / total : loss;
}

function clip(p: number, margin: number): number {
  return Math.min(1 - margin, Math.max(margin, p));
}

/** One column of probabilities is that of the second of two classes. */
function withTwoColumns(scored: ScoredLabels): ScoredLabels {
  if (scored.columns !== 1) return scored;
  const data = new Float64Array(2 * scored.rows);
  for (let i = 0; i < scored.rows; i++) {
    data[2 * i] = 1 - scored.data[i];
    data[2 * i + 1] = scored.data[i];
  }
  return { ...scored, data, columns: 2 };
}
