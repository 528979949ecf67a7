export interface ColumnExtremes {
  /** NaN for a column without a value. */
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** Smallest and largest value of every column, NaN left out. @shape data [N, F] → [F] each */
export function columnExtremes(data: Float64Array, columns: number): ColumnExtremes {
  const min = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const max = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  for (let at = 0; at < data.length; at += columns) {
    for (let j = 0; j < columns; j++) {
      const value = data[at + j];
      if (value < min[j]) min[j] = value;
      if (value > max[j]) max[j] = value;
    }
  }
  for (let j = 0; j < columns; j++) if (min[j] > max[j]) min[j] = max[j] = Number.NaN;
  return { min, max };
}

/** Extremes of the rows of both. */
export function mergeExtremes(a: ColumnExtremes, b: ColumnExtremes): ColumnExtremes {
  return {
    min: a.min.map((value, j) => (value < b.min[j] || Number.isNaN(b.min[j]) ? value : b.min[j])),
    max: a.max.map((value, j) => (value > b.max[j] || Number.isNaN(b.max[j]) ? value : b.max[j])),
  };
}
