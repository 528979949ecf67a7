import { type RankedColumns, rankColumns } from './ranked-columns.ts';
import type { ValueColumns } from './value-columns.ts';

/** Ranks for the best cuts, values for random ones. */
export type TreeColumns = RankedColumns | ValueColumns;

/** X as trees want it that cut in this way. @param data [N, F], row by row */
export function treeColumns(splitter: 'best' | 'random', data: Float64Array, features: number): TreeColumns {
  if (splitter === 'best') return rankColumns(data, features);
  return { samples: data.length / features, features, values: data };
}
