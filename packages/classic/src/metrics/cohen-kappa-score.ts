import type { Labels } from '../base/labels.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { confusionCounts, confusionSums } from './confusion-matrix.ts';
import { type LabelledOptions, pairLabels } from './paired-labels.ts';

export interface CohenKappaOptions extends LabelledOptions {
  /** How much worse it is to be more labels apart: not (null), in proportion, or with the square. */
  readonly weights?: 'linear' | 'quadratic' | null | undefined;
}

/**
 * Agreement of two raters beyond what chance would give: 1 − Σwo / Σwe with observed and expected counts o and e.
 *
 * @reference Cohen (1960); agrees with sklearn.metrics.cohen_kappa_score
 * @example
 * cohenKappaScore([0, 0, 1, 1], [0, 1, 1, 1]) // => 0.5
 */
export function cohenKappaScore(y1: Labels, y2: Labels, options: CohenKappaOptions = {}): number {
  const op = 'cohenKappaScore';
  const { weights = null } = options;
  requireOneOf(op, 'weights', weights, [null, 'linear', 'quadratic']);
  const pair = pairLabels(op, y1, y2, options);
  const k = pair.labels.length;
  const counts = confusionCounts(pair);
  const { rows, columns } = confusionSums(counts, k);
  const total = rows.reduce((sum, count) => sum + count, 0);
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const apart = Math.abs(i - j);
      const weight = weights === null ? Number(apart > 0) : weights === 'linear' ? apart : apart * apart;
      observed += weight * counts[i * k + j];
      expected += (weight * columns[i] * rows[j]) / total;
    }
  }
  return 1 - observed / expected;
}
