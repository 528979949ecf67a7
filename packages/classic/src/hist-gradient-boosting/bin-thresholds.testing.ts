/** Thresholds stay below it: only a split of the missing values from all others has the threshold ∞. */
const largest = 1e300;

/**
 * Where a feature is cut into at most `maxBins` bins: value x is in bin i when threshold i−1 < x ≤ threshold i.
 *
 * Up to `maxBins` distinct values have a bin each, with thresholds half-way between. More are cut at the quantiles i / maxBins, each
 * half-way between the two samples around it, unless it is a sample itself.
 *
 * @param sorted values in ascending order, none missing
 * @reference as sklearn's _BinMapper, numpy.percentile(method="midpoint")
 */
export function binThresholds(sorted: Float64Array, maxBins: number): Float64Array {
  const distinct = distinctUpTo(sorted, maxBins);
  if (distinct !== null)
    return Float64Array.from({ length: Math.max(0, distinct.length - 1) }, (_, i) =>
      Math.min((distinct[i] + distinct[i + 1]) * 0.5, largest),
    );
  const step = 100 / maxBins;
  return Float64Array.from({ length: maxBins - 1 }, (_, i) => {
    const rank = (((i + 1) * step) / 100) * (sorted.length - 1);
    const below = sorted[Math.floor(rank)];
    const above = sorted[Math.ceil(rank)];
    return Math.min(above - (above - below) * 0.5, largest);
  });
}

/** The distinct values, or null where there are more than `most`. */
function distinctUpTo(sorted: Float64Array, most: number): number[] | null {
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    if (distinct.length === most) return null;
    distinct.push(sorted[i]);
  }
  return distinct;
}
