/**
 * Adds up the derivatives of some samples by the bins that a feature puts them in.
 *
 * sums[2b], sums[2b + 1] and counts[b] become Σ of first and second derivatives and the number over the samples in bin b. Samples are
 * taken in their order, in float64.
 *
 * @param sums [bins, 2], begins at `2 · at`
 * @param counts [bins], begins at `at`; null where second derivatives are 1
 * @param codes bins of the feature's samples begin at `codesAt`
 * @param samples numbers of the samples at `from … from + n`
 * @param pairs derivatives in the order of `samples`, from the first on
 */
export function buildHistogram(
  sums: Float64Array,
  counts: Int32Array | null,
  at: number,
  bins: number,
  codes: Uint8Array,
  codesAt: number,
  samples: Int32Array,
  from: number,
  n: number,
  pairs: Float32Array,
): void {
  sums.fill(0, 2 * at, 2 * (at + bins));
  if (counts === null) {
    for (let i = 0; i < n; i++) {
      const slot = 2 * (at + codes[codesAt + samples[from + i]]);
      sums[slot] += pairs[2 * i];
      sums[slot + 1] += pairs[2 * i + 1];
    }
    return;
  }
  counts.fill(0, at, at + bins);
  for (let i = 0; i < n; i++) {
    const bin = at + codes[codesAt + samples[from + i]];
    sums[2 * bin] += pairs[2 * i];
    sums[2 * bin + 1] += pairs[2 * i + 1];
    counts[bin]++;
  }
}

/** What is left of a node's histogram without one child's is that of the other. */
export function subtractHistogram(
  sums: Float64Array,
  counts: Int32Array | null,
  childSums: Float64Array,
  childCounts: Int32Array | null,
  at: number,
  bins: number,
): void {
  for (let b = 2 * at; b < 2 * (at + bins); b++) sums[b] -= childSums[b];
  if (counts !== null && childCounts !== null) for (let b = at; b < at + bins; b++) counts[b] -= childCounts[b];
}
