import type { FitResult, Scores } from './fit-and-score.ts';
import type { Candidate } from './parameter-grid.ts';

/** Numbers of all candidates, by name of the column. */
export type SearchColumns = Readonly<Record<string, Float64Array>>;

/** A column for each parameter and each kind of score, an entry for each candidate. */
export interface CvResults {
  readonly params: readonly Candidate[];
  readonly [column: string]: readonly unknown[];
}

/** test + f1_macro → TestF1Macro; what columns are called after. */
function title(side: string, metric: string): string {
  return [side, ...metric.split('_')].map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

export function columnName(statistic: string, side: 'test' | 'train', metric: string): string {
  return `${statistic}${title(side, metric)}`;
}

/**
 * Scores of every candidate and split as columns: each split, mean, standard deviation over splits, rank of the mean (1 is best, NaN
 * comes last, equal means share a rank).
 *
 * @param results candidate by candidate, and of each split by split
 */
export function searchColumns(results: readonly FitResult[], nSplits: number): SearchColumns {
  const columns: Record<string, Float64Array> = {};
  const count = results.length / nSplits;
  const add = (side: 'test' | 'train', metric: string): void => {
    const scores = (candidate: number): Float64Array =>
      Float64Array.from({ length: nSplits }, (_, k) => (results[candidate * nSplits + k][side] as Scores)[metric]);
    const all = Array.from({ length: count }, (_, candidate) => scores(candidate));
    for (let k = 0; k < nSplits; k++)
      columns[columnName(`split${k}`, side, metric)] = Float64Array.from(all, (each) => each[k]);
    const means = Float64Array.from(all, mean);
    columns[columnName('mean', side, metric)] = means;
    columns[columnName('std', side, metric)] = Float64Array.from(all, (each, i) =>
      Math.sqrt(mean(each.map((score) => (score - means[i]) ** 2))),
    );
    if (side === 'test') columns[columnName('rank', side, metric)] = ranks(means);
  };
  for (const metric of Object.keys(results[0].test)) add('test', metric);
  for (const metric of Object.keys(results[0].train ?? {})) add('train', metric);
  return columns;
}

function mean(list: Float64Array): number {
  return list.reduce((sum, value) => sum + value, 0) / list.length;
}

/** 1 + the number of greater ones; NaN is less than all. */
function ranks(values: Float64Array): Float64Array {
  const comparable = values.map((value) => (Number.isNaN(value) ? -Infinity : value));
  const descending = comparable.slice().sort().reverse();
  return comparable.map((value) => descending.indexOf(value) + 1);
}

/** Parameters and numbers side by side, as results are shown. */
export function cvResults(params: readonly Candidate[], columns: SearchColumns): CvResults {
  const names = [...new Set(params.flatMap(Object.keys))].sort();
  return {
    params,
    ...Object.fromEntries(
      names.map((name) => [`param${name.charAt(0).toUpperCase()}${name.slice(1)}`, params.map((each) => each[name])]),
    ),
    ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.from(values)])),
  };
}
