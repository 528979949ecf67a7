import { ascendingOrder } from './ascending-order.ts';

/** Ranks take two bytes where they fit. */
export type Ranks = Uint16Array | Int32Array;

/**
 * A matrix as places in sorted order: what trees need to know of X, made once for all trees that grow on it.
 *
 * The order of samples by a feature is then the order of whole numbers, and a cut between two distinct values is a rank.
 */
export interface RankedColumns {
  /** N */
  readonly samples: number;
  /** F */
  readonly features: number;
  /** Position of each value among the distinct ones of its feature, column by column. @shape [F · N] */
  readonly ranks: Ranks;
  /** Distinct values, ascending within each feature. */
  readonly distinct: Float64Array;
  /** Where the values of each feature begin in `distinct`, and where the last ends. @shape [F + 1] */
  readonly offsets: Int32Array;
}

/**
 * Ranks of every column; equal values share one.
 *
 * @param data [N, F], row by row, without NaN
 * @complexity O(F · N) for many samples
 */
export function rankColumns(data: Float64Array, features: number): RankedColumns {
  const samples = data.length / features;
  const ranks = samples <= 2 ** 16 ? new Uint16Array(data.length) : new Int32Array(data.length);
  const distinct = new Float64Array(data.length);
  const offsets = new Int32Array(features + 1);
  const column = new Float64Array(samples);
  for (let f = 0; f < features; f++) {
    for (let i = 0, at = f; i < samples; i++, at += features) column[i] = data[at] + 0; // −0 becomes 0
    const order = ascendingOrder(column);
    const begin = offsets[f];
    let end = begin;
    for (let i = 0; i < samples; i++) {
      const value = column[order[i]];
      if (end === begin || value !== distinct[end - 1]) distinct[end++] = value;
      ranks[f * samples + order[i]] = end - 1 - begin;
    }
    offsets[f + 1] = end;
  }
  return { samples, features, ranks, distinct: distinct.slice(0, offsets[features]), offsets };
}

/** The threshold between two ranks: halfway, or the lower value where halfway is no number between them. */
export function thresholdBetween(columns: RankedColumns, feature: number, below: number, above: number): number {
  const offset = columns.offsets[feature];
  const low = columns.distinct[offset + below];
  const high = columns.distinct[offset + above];
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle : low;
}
