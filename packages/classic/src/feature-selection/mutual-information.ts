// Estimates of mutual information in nats, never below 0.
import { argsort, tidy, toTypedArray } from '@ml/tensor';
import { vector } from '../base/values.ts';
import { digamma } from '../special/digamma.ts';

/** I(d; e) = Σ p(d, e) log(p(d, e) / p(d)p(e)) of two discrete variables, given as codes. */
export function discreteInformation(d: Int32Array, e: Int32Array): number {
  const width = largest(e) + 1;
  const height = largest(d) + 1;
  const joint = new Float64Array(height * width);
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  for (let i = 0; i < d.length; i++) {
    joint[d[i] * width + e[i]]++;
    rows[d[i]]++;
    columns[e[i]]++;
  }
  let sum = 0;
  for (let at = 0; at < joint.length; at++) {
    if (joint[at] === 0) continue;
    const independent = (rows[Math.floor(at / width)] / d.length) * columns[at % width];
    sum += (joint[at] / d.length) * Math.log(joint[at] / independent);
  }
  return Math.max(0, sum);
}

/**
 * I(x; d) of a continuous and a discrete variable: ψ(N) + ⟨ψ(k)⟩ − ⟨ψ(N_d)⟩ − ⟨ψ(m)⟩, where m counts the values of all classes that
 * are nearer than the k-th neighbour of the same class. Classes of one sample are left out.
 *
 * @param codes class of each sample, 0 … classes − 1
 * @complexity O(N log N + N·k)
 * @reference Ross, PLoS ONE 9(2) (2014)
 */
export function mixedInformation(x: Float64Array, codes: Int32Array, neighbors: number): number {
  const counts = new Int32Array(largest(codes) + 1);
  for (const code of codes) counts[code]++;
  const samples = Int32Array.from(x.keys()).filter((i) => counts[codes[i]] > 1);
  const all = Float64Array.from(samples, (i) => x[i]).sort();
  const psi = digammaTable(Math.max(all.length, 1));
  let sum = 0;
  for (let code = 0; code < counts.length; code++) {
    const count = counts[code];
    if (count < 2) continue;
    const own = x.filter((_, i) => codes[i] === code).sort();
    const k = Math.min(neighbors, count - 1);
    for (let i = 0; i < count; i++)
      sum += psi[k] - psi[count] - psi[countNearer(all, own[i], neighborDistance(own, i, k))];
  }
  return all.length === 0 ? 0 : Math.max(0, psi[all.length] + sum / all.length);
}

/**
 * I(x; y) of two continuous variables: ψ(N) + ψ(k) − ⟨ψ(n_x + 1) + ψ(n_y + 1)⟩, where n_x counts the values nearer in x than the
 * k-th neighbour is in the larger of both distances.
 *
 * Neighbours are looked for along sorted x, outwards until x alone is farther than the k-th found.
 *
 * @complexity about O(N √(N k)) for the neighbours, O(N log N) for the counts
 * @reference Kraskov, Stögbauer & Grassberger, Phys. Rev. E 69 (2004)
 */
export function continuousInformation(x: Float64Array, y: Float64Array, neighbors: number): number {
  const n = x.length;
  const order = tidy(() => toTypedArray(argsort(vector(x))));
  const xs = new Float64Array(n);
  const along = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    xs[i] = x[order[i]];
    along[i] = y[order[i]];
  }
  const ys = y.slice().sort();
  const psi = digammaTable(n);
  const near = new Float64Array(neighbors);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const distance = chebyshevDistance(near, xs, along, i);
    sum += psi[countNearer(xs, xs[i], distance)] + psi[countNearer(ys, along[i], distance)];
  }
  return Math.max(0, psi[n] + digamma(neighbors) - sum / n);
}

/** Distance of sample i to its k-th neighbour, max(|Δx|, |Δy|), k the length of `near`. @param xs ascending */
function chebyshevDistance(near: Float64Array, xs: Float64Array, ys: Float64Array, i: number): number {
  const last = near.length - 1;
  near.fill(Number.POSITIVE_INFINITY);
  let left = i - 1;
  let right = i + 1;
  for (;;) {
    const below = left >= 0 ? xs[i] - xs[left] : Number.POSITIVE_INFINITY;
    const above = right < xs.length ? xs[right] - xs[i] : Number.POSITIVE_INFINITY;
    const step = Math.min(below, above);
    if (!(step < near[last])) return near[last];
    const other = below <= above ? left-- : right++;
    const distance = Math.max(step, Math.abs(ys[other] - ys[i]));
    let at = last;
    if (distance >= near[at]) continue;
    for (; at > 0 && near[at - 1] > distance; at--) near[at] = near[at - 1];
    near[at] = distance;
  }
}

/** Distance of the i-th of ascending values to its k-th neighbour. */
function neighborDistance(sorted: Float64Array, i: number, k: number): number {
  let left = i - 1;
  let right = i + 1;
  let distance = 0;
  for (let found = 0; found < k; found++) {
    const below = left >= 0 ? sorted[i] - sorted[left] : Number.POSITIVE_INFINITY;
    const above = right < sorted.length ? sorted[right] - sorted[i] : Number.POSITIVE_INFINITY;
    distance = Math.min(below, above);
    if (below <= above) left--;
    else right++;
  }
  return distance;
}

/** How many values are nearer than the distance, or equal where it is 0; the value itself is one of them. */
function countNearer(sorted: Float64Array, value: number, distance: number): number {
  const isNear = (gap: number): boolean => gap < distance || gap === 0;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] >= value || isNear(value - sorted[middle])) high = middle;
    else low = middle + 1;
  }
  const first = low;
  high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value || isNear(sorted[middle] - value)) low = middle + 1;
    else high = middle;
  }
  return low - first;
}

/** ψ(0 … n) by ψ(m + 1) = ψ(m) + 1/m. */
function digammaTable(n: number): Float64Array {
  const table = new Float64Array(n + 1);
  table[0] = Number.NEGATIVE_INFINITY;
  for (let m = 1; m <= n; m++) table[m] = m % 64 === 1 ? digamma(m) : table[m - 1] + 1 / (m - 1);
  return table;
}

function largest(codes: Int32Array): number {
  let most = -1;
  for (let i = 0; i < codes.length; i++) if (codes[i] > most) most = codes[i];
  return most;
}
