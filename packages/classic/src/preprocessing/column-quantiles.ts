/**
 * The values of a column that are there, in a new array.
 *
 * @param rows which samples; null: all
 * @shape data [N, F] → [n], n ≤ N
 */
export function presentColumn(
  data: Float64Array,
  columns: number,
  column: number,
  rows: Int32Array | null = null,
): Float64Array {
  const out = new Float64Array(rows === null ? data.length / columns : rows.length);
  let count = 0;
  if (rows !== null) {
    for (let i = 0; i < rows.length; i++) {
      const value = data[rows[i] * columns + column];
      if (!Number.isNaN(value)) out[count++] = value;
    }
    return out.subarray(0, count);
  }
  for (let at = column; at < data.length; at += columns) {
    const value = data[at];
    if (!Number.isNaN(value)) out[count++] = value;
  }
  return out.subarray(0, count);
}

/** `presentColumn` of all columns: a block of rows at a time, so that the matrix goes through the cache once. */
export function presentColumns(data: Float64Array, columns: number): Float64Array[] {
  const rows = data.length / columns;
  const all = Array.from({ length: columns }, () => new Float64Array(rows));
  const counts = new Int32Array(columns);
  for (let from = 0; from < rows; from += 64) {
    const to = Math.min(rows, from + 64);
    for (let j = 0; j < columns; j++) {
      const column = all[j];
      let count = counts[j];
      for (let i = from; i < to; i++) {
        const value = data[i * columns + j];
        if (!Number.isNaN(value)) column[count++] = value;
      }
      counts[j] = count;
    }
  }
  return all.map((column, j) => column.subarray(0, counts[j]));
}

/**
 * Quantiles by linear interpolation between order statistics, as NumPy's percentile; the buffer is put into another order.
 *
 * For a few, the buffer is sorted only as far as their places need it; for many altogether.
 *
 * @param buffer no NaN
 * @param levels ascending, from 0 to 1
 * @special NaN where the buffer is empty
 * @complexity O(n log q) for q ≤ 8 levels, O(n log n) for more
 */
export function quantilesOf(buffer: Float64Array, levels: ArrayLike<number>): Float64Array {
  const out = new Float64Array(levels.length).fill(Number.NaN);
  if (buffer.length === 0) return out;
  const last = buffer.length - 1;
  const ranks = new Int32Array(2 * levels.length);
  for (let i = 0; i < levels.length; i++) {
    ranks[2 * i] = Math.min(Math.floor(levels[i] * last), last);
    ranks[2 * i + 1] = Math.min(ranks[2 * i] + 1, last);
  }
  if (levels.length > 8) buffer.sort();
  else selectRanks(buffer, 0, last, ranks.slice().sort());
  for (let i = 0; i < levels.length; i++) {
    const below = ranks[2 * i];
    out[i] = interpolate(buffer[below], buffer[ranks[2 * i + 1]], levels[i] * last - below);
  }
  return out;
}

/** From the nearer end: that is what NumPy does, and rounds the same. */
function interpolate(low: number, high: number, share: number): number {
  const step = high - low;
  return share < 0.5 ? low + step * share : high - step * (1 - share);
}

/** Quicksort of buffer[left … right] that leaves parts alone in which no rank lies. @param ranks ascending */
function selectRanks(buffer: Float64Array, left: number, right: number, ranks: Int32Array): void {
  if (ranks.length === 0 || left >= right) return;
  const pivot = median(buffer[left], buffer[(left + right) >> 1], buffer[right]);
  let i = left;
  let j = right;
  while (i <= j) {
    while (buffer[i] < pivot) i++;
    while (buffer[j] > pivot) j--;
    if (i > j) break;
    const swap = buffer[i];
    buffer[i++] = buffer[j];
    buffer[j--] = swap;
  }
  selectRanks(buffer, left, j, ranks.subarray(0, countBelow(ranks, j + 1)));
  selectRanks(buffer, i, right, ranks.subarray(countBelow(ranks, i)));
}

function countBelow(ranks: Int32Array, limit: number): number {
  let count = 0;
  while (count < ranks.length && ranks[count] < limit) count++;
  return count;
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
