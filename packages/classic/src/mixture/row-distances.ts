import { allocate, engine, type Tensor } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';

/** Multiply–adds worth a task of their own. */
const grainWork = 200_000;

/** Σ (p·(x − c))² of every row x of X for every centre c; without factors p = 1. @shape X [N, F], centres, factors [K, F] → [K, N] */
export function rowDistances(
  X: Tensor<[number, number]>,
  centres: Float64Array,
  factors: Float64Array | null = null,
): Tensor<[number, number]> {
  const [n, f] = X.shape;
  const k = centres.length / f;
  const out: Tensor<[number, number]> = allocate([k, n], 'float64');
  const from = matrix(centres, k, f);
  const by = factors === null ? null : matrix(factors, k, f);
  const grain = Math.ceil(grainWork / centres.length);
  engine.forRanges(classicKernels.threaded('scaledDistances'), n, { grain }, (first, count) => [
    ...[out.address, X.address, from.address, by?.address ?? 0],
    ...[n, f, k, first, count],
  ]);
  return out;
}

/** Means, weighted by the shares, of (x − c)² of each feature. @shape X [N, F], shares [K, N], counts [K], centres [K, F] → [K, F] */
export function featureVariances(
  X: Tensor<[number, number]>,
  shares: Tensor<[number, number]>,
  counts: Float64Array,
  centres: Float64Array,
): Float64Array {
  const [n, f] = X.shape;
  const k = counts.length;
  const out: Tensor<[number, number]> = allocate([k, f], 'float64');
  const from = matrix(centres, k, f);
  const grain = Math.ceil(grainWork / (n * f));
  engine.forRanges(classicKernels.threaded('weightedSpreads'), k, { grain }, (first, count) => [
    ...[out.address, X.address, shares.address, from.address],
    ...[n, f, first, count],
  ]);
  return values(out).map((sum, i) => sum / counts[Math.floor(i / f)]);
}
