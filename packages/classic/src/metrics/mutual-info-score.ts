import type { Labels } from '../base/labels.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { type Contingency, contingency } from './contingency-matrix.ts';
import { expectedMutualInformation } from './expected-mutual-information.ts';

export interface NormalizedInfoOptions {
  /** How the entropies of the two become what is divided by; default 'arithmetic'. */
  readonly averageMethod?: 'min' | 'geometric' | 'arithmetic' | 'max' | undefined;
}

/**
 * Σ p(i, j) log(p(i, j) / (p(i)·p(j))): what one clustering tells about the other, in nats.
 *
 * @reference agrees with sklearn.metrics.mutual_info_score
 * @example
 * mutualInfoScore([0, 0, 1, 1], [0, 0, 1, 1]).toFixed(4) // => '0.6931'
 */
export function mutualInfoScore(labelsTrue: Labels, labelsPred: Labels): number {
  return mutualInformation(contingency('mutualInfoScore', labelsTrue, labelsPred));
}

export function mutualInformation({ samples, rows, columns, row, column, count }: Contingency): number {
  if (rows.length === 1 || columns.length === 1) return 0;
  const logSamples = Math.log(samples);
  let sum = 0;
  for (let i = 0; i < count.length; i++) {
    const share = count[i] / samples;
    const term =
      share * (Math.log(count[i]) - logSamples) +
      share * (2 * logSamples - Math.log(rows[row[i]] * columns[column[i]]));
    if (Math.abs(term) >= Number.EPSILON) sum += term;
  }
  return Math.max(0, sum);
}

/** −Σ p log p of the sizes of clusters. */
export function entropy(sizes: Float64Array): number {
  if (sizes.length === 1) return 0;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return -sizes.reduce((sum, size) => sum + (size / total) * (Math.log(size) - Math.log(total)), 0);
}

/**
 * Mutual information divided by the mean of the entropies, 0 … 1.
 *
 * @reference agrees with sklearn.metrics.normalized_mutual_info_score
 * @example
 * normalizedMutualInfoScore([0, 0, 1, 1], [1, 1, 0, 0]) // => 1
 */
export function normalizedMutualInfoScore(
  labelsTrue: Labels,
  labelsPred: Labels,
  options: NormalizedInfoOptions = {},
): number {
  const table = contingency('normalizedMutualInfoScore', labelsTrue, labelsPred);
  if (table.rows.length === 1 && table.columns.length === 1) return 1;
  const information = mutualInformation(table);
  return information === 0 ? 0 : information / normalizer('normalizedMutualInfoScore', table, options);
}

/**
 * Mutual information less what chance gives, divided likewise: 1 for equal clusterings, about 0 for random ones.
 *
 * @complexity O(N · number of distinct sizes of clusters)
 * @reference Vinh, Epps & Bailey (2010); agrees with sklearn.metrics.adjusted_mutual_info_score
 * @example
 * adjustedMutualInfoScore([0, 0, 1, 1], [1, 1, 0, 0]) // => 1
 */
export function adjustedMutualInfoScore(
  labelsTrue: Labels,
  labelsPred: Labels,
  options: NormalizedInfoOptions = {},
): number {
  const table = contingency('adjustedMutualInfoScore', labelsTrue, labelsPred);
  if (table.rows.length === 1 && table.columns.length === 1) return 1;
  const chance = expectedMutualInformation(table);
  const room = normalizer('adjustedMutualInfoScore', table, options) - chance;
  const bottom = room < 0 ? Math.min(room, -Number.EPSILON) : Math.max(room, Number.EPSILON);
  return (mutualInformation(table) - chance) / bottom;
}

function normalizer(
  op: string,
  { rows, columns }: Contingency,
  { averageMethod = 'arithmetic' }: NormalizedInfoOptions,
): number {
  requireOneOf(op, 'averageMethod', averageMethod, ['min', 'geometric', 'arithmetic', 'max']);
  const [a, b] = [entropy(rows), entropy(columns)];
  if (averageMethod === 'min') return Math.min(a, b);
  if (averageMethod === 'max') return Math.max(a, b);
  return averageMethod === 'geometric' ? Math.sqrt(a * b) : (a + b) / 2;
}
