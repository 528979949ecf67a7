/**
 * The piecewise linear function through (x, y) at `at`, constant beyond its ends.
 *
 * Where x repeats, the function jumps: `side` says whether the value there is that of the last or of the first of them.
 *
 * @param x ascending
 * @complexity O(log n)
 */
export function interpolate(at: number, x: Float64Array, y: Float64Array, side: 'last' | 'first'): number {
  const last = x.length - 1;
  let low = 0;
  let high = last + 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (side === 'last' ? x[middle] <= at : x[middle] < at) low = middle + 1;
    else high = middle;
  }
  if (side === 'last') {
    if (low === 0) return y[0];
    if (low > last) return y[last];
    return y[low - 1] + ((y[low] - y[low - 1]) / (x[low] - x[low - 1])) * (at - x[low - 1]);
  }
  if (low > last) return y[last];
  if (low === 0) return y[0];
  return y[low] + ((y[low] - y[low - 1]) / (x[low] - x[low - 1])) * (at - x[low]);
}
