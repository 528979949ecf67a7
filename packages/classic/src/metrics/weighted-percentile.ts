/** The q-th part (0 … 1) of the sorted values, with a straight line between neighbours, as numpy.percentile. */
export function quantile(values: Float64Array, q: number): number {
  const sorted = values.slice().sort();
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const share = at - low;
  const [a, b] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]];
  return share >= 0.5 ? b - (b - a) * (1 - share) : a + (b - a) * share;
}

/**
 * The smallest value at which the values up to it weigh at least the q-th part of all.
 *
 * @reference agrees with sklearn.utils.stats._weighted_percentile
 */
export function weightedPercentile(values: Float64Array, weights: Float64Array, q: number): number {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  let total = 0;
  for (const i of order) total += weights[i];
  const wanted = q * total;
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (q === 0 ? sum > 0 : sum >= wanted) return values[i];
  }
  return values[order[order.length - 1]];
}
