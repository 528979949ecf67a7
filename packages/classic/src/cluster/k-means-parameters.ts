import type { Rng, Tensor } from '@ml/tensor';
import { ShapeError } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { values } from '../base/values.ts';
import { kMeansPlusPlus } from './k-means-plus-plus.ts';

/**
 * Where clusters begin: samples that lie far apart ('k-means++'), any samples ('random'), or these centres [K, D].
 */
export type KMeansInit = 'k-means++' | 'random' | MatrixLike;

/** @throws {ParameterError} when `init` is no name of a method and no matrix */
export function requireInit(estimator: string, init: KMeansInit): void {
  const holds = init === 'k-means++' || init === 'random' || (typeof init === 'object' && init !== null);
  requireParameter(estimator, 'init', init, holds, "'k-means++', 'random' or a matrix of centres");
}

/**
 * Centres to begin with, for samples from which `mean` has been taken.
 *
 * @shape x [N, D] → [K, D]
 * @throws {ShapeError} when given centres are not K × D
 */
export function startingCentres(
  estimator: string,
  init: KMeansInit,
  x: Tensor<[number, number]>,
  { k, mean, rng }: { readonly k: number; readonly mean: Float64Array; readonly rng: Rng },
): Float64Array {
  const d = x.shape[1];
  if (init !== 'k-means++' && init !== 'random') {
    const { X } = checkMatrix(`${estimator}.init`, init as MatrixLike);
    if (X.shape[0] !== k || X.shape[1] !== d) {
      const problem = `init has ${X.shape[0]} centres of ${X.shape[1]} features, ${k} of ${d} are needed`;
      throw new ShapeError({ op: `${estimator}.fit`, problem, shapes: [X.shape, [k, d]] });
    }
    return values(X).map((value, i) => value - mean[i % d]);
  }
  const numbers = init === 'random' ? rng.permutation(x.shape[0]).subarray(0, k) : kMeansPlusPlus(x, k, rng);
  return samplesAt(values(x), numbers, d);
}

/** Rows of x. */
export function samplesAt(x: Float64Array, numbers: ArrayLike<number>, d: number): Float64Array {
  const out = new Float64Array(numbers.length * d);
  for (let k = 0; k < numbers.length; k++) out.set(x.subarray(numbers[k] * d, (numbers[k] + 1) * d), k * d);
  return out;
}

/** @throws {ParameterError} when there are more clusters than samples */
export function requireEnoughSamples(estimator: string, x: Tensor, k: number): void {
  if (x.shape[0] < k) {
    const problem = `X has ${x.shape[0]} samples for nClusters = ${k}; there must be one for each cluster`;
    throw new ShapeError({ op: `${estimator}.fit`, problem, shapes: [x.shape] });
  }
}
