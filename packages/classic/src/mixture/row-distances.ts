/** |x − c|² of every row x for every centre c, summed as differences, so that nothing cancels. @shape rows [N, F], centres [K, F] → [K, N] */
export function rowDistances(rows: Float64Array, centres: Float64Array, f: number): Float64Array {
  const n = rows.length / f;
  const out = new Float64Array((centres.length / f) * n);
  for (let start = 0, to = 0; start < centres.length; start += f)
    for (let at = 0; at < rows.length; to++) {
      let sum = 0;
      for (let j = start; j < start + f; j++, at++) {
        const difference = rows[at] - centres[j];
        sum += difference * difference;
      }
      out[to] = sum;
    }
  return out;
}

/** Σ (p·(x − c))² with a factor p for each element of the centres. @shape rows [N, F], centres, factors [K, F] → [K, N] */
export function scaledDistances(
  rows: Float64Array,
  centres: Float64Array,
  factors: Float64Array,
  f: number,
): Float64Array {
  const n = rows.length / f;
  const out = new Float64Array((centres.length / f) * n);
  for (let start = 0, to = 0; start < centres.length; start += f)
    for (let at = 0; at < rows.length; to++) {
      let sum = 0;
      for (let j = start; j < start + f; j++, at++) {
        const difference = factors[j] * (rows[at] - centres[j]);
        sum += difference * difference;
      }
      out[to] = sum;
    }
  return out;
}

/** Weighted mean of (x − c)² of each feature. @shape rows [N, F], centres [K, F], shares [K, N], counts [K] → [K, F] */
export function featureVariances(
  rows: Float64Array,
  centres: Float64Array,
  shares: Float64Array,
  counts: Float64Array,
): Float64Array {
  const k = counts.length;
  const f = centres.length / k;
  const out = new Float64Array(centres.length);
  for (let c = 0, from = 0; c < k; c++) {
    const end = (c + 1) * f;
    for (let at = 0; at < rows.length; from++) {
      const share = shares[from];
      for (let j = c * f; j < end; j++, at++) {
        const difference = rows[at] - centres[j];
        out[j] += share * difference * difference;
      }
    }
    for (let j = c * f; j < end; j++) out[j] /= counts[c];
  }
  return out;
}
