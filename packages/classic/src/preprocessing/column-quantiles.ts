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

/**
 * Quantiles by linear interpolation between order statistics, as NumPy's percentile; the buffer is put into another order.
 *
 * A few are found by selection, each in what the one before left to its right; for many the buffer is sorted.
 *
 * @param buffer no NaN
 * @param levels ascending, from 0 to 1
 * @special NaN where the buffer is empty
 * @complexity O(n) for few levels, O(n log n) for many
 */
export function quantilesOf(buffer: Float64Array, levels: ArrayLike<number>): Float64Array {
  const out = new Float64Array(levels.length).fill(Number.NaN);
  if (buffer.length === 0) return out;
  const isSorted = levels.length > 8;
  if (isSorted) buffer.sort();
  let from = 0;
  for (let i = 0; i < levels.length; i++) {
    const place = levels[i] * (buffer.length - 1);
    const below = Math.min(Math.floor(place), buffer.length - 1);
    if (!isSorted) {
      select(buffer, below, from);
      if (below + 1 < buffer.length) select(buffer, below + 1, below + 1);
      from = below;
    }
    const above = Math.min(below + 1, buffer.length - 1);
    out[i] = interpolate(buffer[below], buffer[above], place - below);
  }
  return out;
}

/** From the nearer end: that is what NumPy does, and rounds the same. */
function interpolate(low: number, high: number, share: number): number {
  const step = high - low;
  return share < 0.5 ? low + step * share : high - step * (1 - share);
}

/** Hoare's selection in buffer[from …]: afterwards the k-th is in its place, nothing larger before it, nothing smaller behind. */
function select(buffer: Float64Array, k: number, from: number): void {
  let left = from;
  let right = buffer.length - 1;
  while (left < right) {
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
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
