import { ascendingOrder } from '../tree/ascending-order.ts';

/**
 * The q-quantile of values, between neighbours linearly as numpy.quantile: that of rank q(n − 1). The values are reordered.
 *
 * @complexity O(n) on average (Hoare's quickselect)
 */
export function quantileInPlace(values: Float64Array, q: number): number {
  const rank = q * (values.length - 1);
  const low = Math.floor(rank);
  const below = select(values, low);
  const share = rank - low;
  if (share === 0) return below;
  let above = Number.POSITIVE_INFINITY;
  for (let i = low + 1; i < values.length; i++) above = Math.min(above, values[i]);
  const gap = above - below;
  // From the nearer end, so that the result is between both after rounding too.
  return share >= 0.5 ? above - gap * (1 - share) : below + gap * share;
}

/** Puts the k-th smallest where it belongs, smaller ones before it and larger ones behind. */
function select(values: Float64Array, k: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = median3(values[from], values[(from + to) >> 1], values[to]);
    let i = from;
    let j = to;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const swapped = values[i];
      values[i++] = values[j];
      values[j--] = swapped;
    }
    if (k <= j) to = j;
    else if (k >= i) from = i;
    else break;
  }
  return values[k];
}

function median3(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** The smallest value with at least the share q of the weight at or below it. */
export function weightedQuantile(values: Float64Array, weights: Float64Array, q: number): number {
  const order = ascendingOrder(values);
  let total = 0;
  for (const i of order) total += weights[i];
  // Samples of weight 0 in front are no quantile.
  const wanted = q * total || Number.MIN_VALUE;
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (sum >= wanted) return values[i];
  }
  return values[order[order.length - 1]];
}
