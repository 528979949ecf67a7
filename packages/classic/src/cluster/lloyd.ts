import { allocate, heapView, type Tensor } from '@ml/tensor';
import { values } from '../base/values.ts';
import { meansOfClusters, totalShift } from './move-centres.ts';
import { inertiaOf, NearestCentre } from './nearest-centre.ts';

/** What k-means finds from one start. */
export interface KMeansRun {
  /** @shape [K, D] */
  readonly centres: Float64Array;
  /** @shape [N] */
  readonly labels: Int32Array;
  /** Σ w·‖x − c(x)‖² */
  readonly inertia: number;
  readonly iterations: number;
}

export interface KMeansLimits {
  readonly maxIter: number;
  /** Ends when Σ ‖shift of a centre‖² is no larger. */
  readonly tol: number;
}

/**
 * Lloyd's iteration: samples go to their nearest centres, centres to the means of their samples, until no label changes or centres
 * hardly move.
 *
 * @complexity O(N·K·D) for each iteration
 * @reference Lloyd (1982), Least squares quantization in PCM
 */
export function lloyd(
  x: Tensor<[number, number]>,
  weights: Float64Array | null,
  start: Float64Array,
  { maxIter, tol }: KMeansLimits,
): KMeansRun {
  const samples = values(x);
  const nearest = new NearestCentre(x, weights === null ? null : copied(weights), start.length / x.shape[1], {
    sums: true,
    bounds: true,
  });
  let centres = start;
  let iterations = 0;
  let settled = false;
  while (iterations < maxIter && !settled) {
    iterations++;
    const changed = nearest.assign(centres);
    const next = meansOfClusters(nearest.clusterSums(), samples, weights, nearest.labels, centres);
    const shift = totalShift(next, centres);
    centres = next;
    if (changed === 0) {
      settled = true;
      break;
    }
    if (shift <= tol) break;
  }
  if (!settled) nearest.assign(centres); // labels that belong to the last centres
  const labels = nearest.labels.slice();
  return { centres, labels, inertia: inertiaOf(samples, weights, centres, labels), iterations };
}

/** A tensor of these numbers. */
export function copied(numbers: Float64Array): Tensor {
  const out: Tensor = allocate([numbers.length], 'float64');
  (heapView(out) as Float64Array).set(numbers);
  return out;
}
