import { tidy } from '@ml/tensor';
import { matrix } from '../base/values.ts';
import { gram } from '../linalg/gram.ts';

/** How far a covariance is drawn to a multiple of the identity: not at all (null), by a share, or as Ledoit and Wolf find best. */
export type Shrinkage = null | 'auto' | number;

/**
 * The biased covariance of centred samples, shrunk: (1 − δ)·C + δ·(trace C / F)·I. With 'auto' features have variance 1 for the
 * shrinkage and their own again after it.
 *
 * @shape rows [N, F] → [F, F]
 * @reference Ledoit & Wolf 2004
 */
export function shrunkCovariance(rows: Float64Array, features: number, shrinkage: Shrinkage): Float64Array {
  const n = rows.length / features;
  if (shrinkage === 'auto') return ledoitWolf(rows, features);
  const covariance = tidy(() => gram(matrix(rows, n, features))).map((value) => value / n);
  return shrinkage === null ? covariance : drawn(covariance, features, shrinkage);
}

function drawn(covariance: Float64Array, features: number, share: number): Float64Array {
  let trace = 0;
  for (let j = 0; j < features; j++) trace += covariance[j * (features + 1)];
  return covariance.map(
    (value, i) => (1 - share) * value + (i % (features + 1) === 0 ? (share * trace) / features : 0),
  );
}

function ledoitWolf(rows: Float64Array, features: number): Float64Array {
  const n = rows.length / features;
  const scale = new Float64Array(features);
  for (let at = 0; at < rows.length; ) for (let j = 0; j < features; j++, at++) scale[j] += rows[at] * rows[at];
  for (let j = 0; j < features; j++) scale[j] = Math.sqrt(scale[j] / n) || 1;
  const standard = rows.slice();
  for (let at = 0; at < rows.length; ) for (let j = 0; j < features; j++, at++) standard[at] /= scale[j];
  const covariance = shrunkCovariance(standard, features, null);
  const share = features === 1 ? 0 : bestShare(standard, covariance, features);
  return drawn(covariance, features, share).map(
    (value, i) => value * scale[i % features] * scale[Math.floor(i / features)],
  );
}

/** β/δ: how far the covariance is from the truth, estimated, as a share of how far it is from the identity. */
function bestShare(rows: Float64Array, covariance: Float64Array, features: number): number {
  const n = rows.length / features;
  let trace = 0;
  let squares = 0;
  for (let i = 0; i < covariance.length; i++) {
    squares += covariance[i] * covariance[i];
    if (i % (features + 1) === 0) trace += covariance[i];
  }
  let fourth = 0; // Σ|x|⁴
  for (let at = 0; at < rows.length; at += features) {
    let square = 0;
    for (let j = at; j < at + features; j++) square += rows[j] * rows[j];
    fourth += square * square;
  }
  const distance = squares - trace ** 2 / features;
  const error = Math.min((fourth / n - squares) / n, distance);
  return error <= 0 ? 0 : error / distance;
}
