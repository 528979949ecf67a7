import { type ClusterSums, squaredDistance } from './nearest-centre.ts';

/**
 * The means of the clusters. An empty cluster begins anew at the sample that is farthest from its centre, which leaves its own.
 *
 * @param old centres [K, D] that the labels were made with
 * @returns [K, D]
 */
export function meansOfClusters(
  { sums, totals }: ClusterSums,
  x: Float64Array,
  weights: Float64Array | null,
  labels: Int32Array,
  old: Float64Array,
): Float64Array {
  const k = totals.length;
  const d = sums.length / k;
  const empty = Array.from(totals.keys()).filter((cluster) => totals[cluster] === 0);
  if (empty.length > 0) refill({ sums, totals }, empty, x, weights, labels, old);
  const means = new Float64Array(k * d);
  for (let cluster = 0; cluster < k; cluster++) {
    const at = cluster * d;
    if (totals[cluster] > 0) {
      const inverse = 1 / totals[cluster];
      for (let j = 0; j < d; j++) means[at + j] = sums[at + j] * inverse;
    } else means.set(old.subarray(at, at + d), at);
  }
  return means;
}

function refill(
  { sums, totals }: ClusterSums,
  empty: readonly number[],
  x: Float64Array,
  weights: Float64Array | null,
  labels: Int32Array,
  old: Float64Array,
): void {
  const d = x.length / labels.length;
  const distances = new Float64Array(labels.length);
  for (let i = 0; i < labels.length; i++) distances[i] = squaredDistance(x, i * d, old, labels[i] * d, d);
  for (const cluster of empty) {
    let sample = 0;
    for (let i = 1; i < distances.length; i++) if (distances[i] > distances[sample]) sample = i;
    if (distances[sample] === 0) return; // more clusters than different samples
    distances[sample] = 0;
    const weight = weights?.[sample] ?? 1;
    const from = labels[sample];
    for (let j = 0; j < d; j++) {
      const part = weight * x[sample * d + j];
      sums[from * d + j] -= part;
      sums[cluster * d + j] = part;
    }
    totals[cluster] = weight;
    totals[from] -= weight;
  }
}

/** Σ ‖cₖ − oldₖ‖² */
export function totalShift(centres: Float64Array, old: Float64Array): number {
  return squaredDistance(centres, 0, old, 0, centres.length);
}
