// Summaries of numbers in ascending order without missing ones; NaN where there are none.

/** @param sorted ascending */
type Summarize = (sorted: Float64Array) => number;

export type Summary = 'sum' | 'mean' | 'median' | 'min' | 'max' | 'std' | 'var' | 'nunique';

const sum: Summarize = (sorted) => sorted.reduce((total, value) => total + value, 0);
const mean: Summarize = (sorted) => sum(sorted) / sorted.length;
const variance: Summarize = (sorted) => {
  if (sorted.length < 2) return Number.NaN;
  const middle = mean(sorted);
  return sorted.reduce((total, value) => total + (value - middle) ** 2, 0) / (sorted.length - 1);
};

/** 'std' and 'var' divide by N − 1, as pandas does. */
export const summaries: Readonly<Record<Summary, Summarize>> = {
  sum,
  mean,
  median: (sorted) => quantile(sorted, 0.5),
  min: (sorted) => sorted[0] ?? Number.NaN,
  max: (sorted) => sorted.at(-1) ?? Number.NaN,
  std: (sorted) => Math.sqrt(variance(sorted)),
  var: variance,
  nunique: (sorted) => new Set(sorted).size,
};

/** Between the two nearest, in proportion. */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = q * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}
