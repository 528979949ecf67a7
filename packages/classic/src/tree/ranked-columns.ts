/**
 * A matrix as places in sorted order: what trees need to know of X, made once for all trees that grow on it.
 *
 * The order of samples by a feature is the order of whole numbers, and a cut between two distinct values is a rank.
 */
export interface RankedColumns {
  /** N */
  readonly samples: number;
  /** F */
  readonly features: number;
  /** Position of each value among the distinct ones of its feature, column by column. @shape [F · N] */
  readonly ranks: Int32Array;
  /** Distinct values, ascending within each feature. */
  readonly distinct: Float64Array;
  /** Where the values of each feature begin in `distinct`, and where the last ends. @shape [F + 1] */
  readonly offsets: Int32Array;
}

/**
 * Ranks of every column; equal values share one.
 *
 * @param data [N, F], row by row, without NaN
 * @param ranks where to put the ranks; default: an array of its own
 * @complexity O(F · N log N)
 */
export function rankColumns(
  data: Float64Array,
  features: number,
  ranks: Int32Array = new Int32Array(data.length),
): RankedColumns {
  const samples = data.length / features;
  const column = new Float64Array(samples);
  const sorted = new Float64Array(samples);
  const offsets = new Int32Array(features + 1);
  const parts: Float64Array[] = [];
  for (let f = 0; f < features; f++) {
    for (let i = 0, at = f; i < samples; i++, at += features) column[i] = data[at] + 0; // −0 becomes 0
    sorted.set(column);
    sorted.sort();
    const distinct = dropRepeats(sorted);
    parts.push(distinct);
    offsets[f + 1] = offsets[f] + distinct.length;
    placesAmong(ranks.subarray(f * samples, (f + 1) * samples), column, distinct);
  }
  const distinct = new Float64Array(offsets[features]);
  parts.forEach((part, f) => {
    distinct.set(part, offsets[f]);
  });
  return { samples, features, ranks, distinct, offsets };
}

function dropRepeats(sorted: Float64Array): Float64Array {
  const distinct = new Float64Array(sorted.length);
  let count = 0;
  for (let i = 0; i < sorted.length; i++)
    if (count === 0 || sorted[i] !== distinct[count - 1]) distinct[count++] = sorted[i];
  return distinct.slice(0, count);
}

function placesAmong(ranks: Int32Array, column: Float64Array, distinct: Float64Array): void {
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    let low = 0;
    let high = distinct.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (distinct[middle] < value) low = middle + 1;
      else high = middle;
    }
    ranks[i] = low;
  }
}

/** The threshold between two neighbouring ranks of a node: halfway, or the lower value where halfway rounds to the upper one. */
export function thresholdBetween(columns: RankedColumns, feature: number, below: number, above: number): number {
  const offset = columns.offsets[feature];
  const low = columns.distinct[offset + below];
  const high = columns.distinct[offset + above];
  const middle = low / 2 + high / 2;
  return middle === high || !Number.isFinite(middle) ? low : middle;
}
