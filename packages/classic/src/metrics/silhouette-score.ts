import { indexSelect, type Tensor, tidy } from '@ml/tensor';
import type { Labels } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { integers, values, vector } from '../base/values.ts';
import { type PairwiseDistancesOptions, pairwiseDistances, precomputed } from '../pairwise/pairwise-distances.ts';
import { type ClusteredSamples, clusteredSamples } from './clustered-samples.ts';

export interface SilhouetteScoreOptions extends PairwiseDistancesOptions {
  /** Judge by so many samples, drawn at random; null: by all. */
  readonly sampleSize?: number | null | undefined;
  readonly randomState?: RandomState | undefined;
}

/** Numbers in the distances that are kept at a time: 8 MB. */
const mostDistances = 2 ** 20;

/**
 * How much closer each sample is to its own group than to the next, −1 … 1.
 *
 * s = (b − a) / max(a, b) with the mean distances a to the others of its own group and b to those of the nearest other group.
 *
 * @shape X [N, F] or, with metric 'precomputed', distances [N, N] → [N]
 * @special 0 for the only sample of a group
 * @complexity O(N²·F) time; distances are taken in blocks of rows
 * @reference Rousseeuw (1987); agrees with sklearn.metrics.silhouette_samples
 * @example
 * silhouetteSamples([[0], [1], [9]], [0, 0, 1]).toArray().map((s) => s.toFixed(3)) // => ['0.889', '0.875', '0.000']
 */
export function silhouetteSamples(
  X: MatrixLike,
  labels: Labels,
  options: PairwiseDistancesOptions = {},
): Tensor<[number]> {
  return vector(silhouettes('silhouetteSamples', X, labels, options));
}

/**
 * The mean of `silhouetteSamples`.
 *
 * @reference agrees with sklearn.metrics.silhouette_score
 * @example
 * silhouetteScore([[0], [1], [9], [10]], [0, 0, 1, 1]).toFixed(4) // => '0.8885'
 */
export function silhouetteScore(X: MatrixLike, labels: Labels, options: SilhouetteScoreOptions = {}): number {
  const { sampleSize = null, randomState = null, ...distance } = options;
  const op = 'silhouetteScore';
  if (sampleSize !== null) requireCount(op, 'sampleSize', sampleSize, 2);
  const scores = silhouettes(op, X, labels, distance, (n) =>
    sampleSize === null ? null : generatorOf(op, randomState).permutation(n).slice(0, sampleSize),
  );
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function silhouettes(
  op: string,
  X: MatrixLike,
  labels: Labels,
  options: PairwiseDistancesOptions,
  choose: (n: number) => Int32Array | null = () => null,
): Float64Array {
  return tidy(() => {
    const isMatrixOfDistances = options.metric === 'precomputed';
    const whole = clusteredSamples(op, isMatrixOfDistances ? precomputed(op, X) : X, labels);
    const chosen = choose(whole.codes.length);
    const clustered = chosen === null ? whole : part(op, whole, chosen, isMatrixOfDistances);
    const n = clustered.X.shape[0];
    const out = new Float64Array(n);
    const block = Math.max(1, Math.floor(mostDistances / n));
    for (let first = 0; first < n; first += block) {
      const rows = clustered.X.slice([first, Math.min(n, first + block)]) as unknown as Tensor<[number, number]>;
      tidy(() => {
        const distances = isMatrixOfDistances ? rows : pairwiseDistances(rows, clustered.X, options);
        scoreRows(out, first, values(distances), clustered);
      });
    }
    return out;
  });
}

/** The samples that were drawn. */
function part(op: string, { X, codes }: ClusteredSamples, chosen: Int32Array, isSquare: boolean): ClusteredSamples {
  const ids = integers(chosen);
  const rows = indexSelect(X, 0, ids) as Tensor<[number, number]>;
  const samples = isSquare ? (indexSelect(rows, 1, ids) as Tensor<[number, number]>) : rows;
  return clusteredSamples(
    op,
    samples,
    chosen.map((i) => codes[i]),
  );
}

/** Scores of the rows from `first` on, of which `distances` are to all samples. */
function scoreRows(
  out: Float64Array,
  first: number,
  distances: Float64Array,
  { codes, sizes }: ClusteredSamples,
): void {
  const n = codes.length;
  const sums = new Float64Array(sizes.length);
  for (let row = 0; row * n < distances.length; row++) {
    const own = codes[first + row];
    sums.fill(0);
    for (let i = 0, at = row * n; i < n; i++, at++) sums[codes[i]] += distances[at];
    let nearest = Infinity;
    for (let k = 0; k < sums.length; k++) if (k !== own) nearest = Math.min(nearest, sums[k] / sizes[k]);
    const within = sums[own] / (sizes[own] - 1);
    const widest = Math.max(within, nearest);
    out[first + row] = sizes[own] === 1 || widest === 0 ? 0 : (nearest - within) / widest;
  }
}
