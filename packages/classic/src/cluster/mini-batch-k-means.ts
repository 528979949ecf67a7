import { type Rng, type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { columnMoments } from '../preprocessing/column-moments.ts';
import { CentreClusterer, type CentreState } from './centre-clusterer.ts';
import { readCentreState } from './k-means.ts';
import {
  type KMeansInit,
  requireEnoughSamples,
  requireInit,
  samplesAt,
  startingCentres,
} from './k-means-parameters.ts';
import { copied } from './lloyd.ts';
import { inertiaOf, NearestCentre, squaredDistance } from './nearest-centre.ts';

export interface MiniBatchKMeansParams {
  readonly nClusters: number;
  readonly init: KMeansInit;
  /** Passes over the samples. */
  readonly maxIter: number;
  readonly batchSize: number;
  /** Ends where smoothed centres move by less than this share of the mean variance; 0 does not look. */
  readonly tol: number;
  /** Ends after so many batches without a better smoothed inertia; null does not look. */
  readonly maxNoImprovement: number | null;
  /** Samples that starts are made from; null: three batches, or three clusters' worth where that is more. */
  readonly initSize: number | null;
  /** Starts, of which the one with the least inertia on the start's samples goes on. */
  readonly nInit: number | 'auto';
  /** Clusters with less than this share of the largest one's weight begin anew. */
  readonly reassignmentRatio: number;
  readonly randomState: RandomState;
}

interface MiniBatchState extends CentreState {
  /** Weight that each centre has seen. @shape [K] */
  readonly counts: Float64Array;
  readonly steps: number;
}

/** Smoothed over batches, to see when nothing comes of going on. */
interface Progress {
  inertia: number | null;
  least: number;
  since: number;
}

/**
 * K-means on small batches: every batch moves the centres of its samples towards their mean, less and less the more they have seen.
 *
 * c ← c + Σ w·(x − c) / counts, where counts is the weight a centre has seen so far, this batch included.
 *
 * @shape X [N, D] → labels [N], centres [K, D]
 * @complexity O(batchSize·K·D) for each batch
 * @reference Sculley (2010), Web-scale k-means clustering; as sklearn.cluster.MiniBatchKMeans
 * @example
 * const model = new MiniBatchKMeans({ nClusters: 2, randomState: 0 }).fit([[0], [1], [10], [11]]);
 * model.clusterCenters_.sum().item() > 10 // => true
 */
export class MiniBatchKMeans extends CentreClusterer<MiniBatchKMeansParams, MiniBatchState> {
  static readonly estimatorName = 'MiniBatchKMeans';
  static readonly defaults: MiniBatchKMeansParams = {
    nClusters: 8,
    init: 'k-means++',
    maxIter: 100,
    batchSize: 1024,
    tol: 0,
    maxNoImprovement: 10,
    initSize: null,
    nInit: 3,
    reassignmentRatio: 0.01,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('clusterer', { acceptsWeights: true, orderInvariant: false });

  /** Batches taken. */
  get nSteps_(): number {
    return this.learned.steps;
  }

  fit(X: MatrixLike, _y: unknown = null, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const { nClusters, maxIter, randomState } = this.params;
    this.#checkParameters();
    const state = tidy(() => {
      const x = this.fitX(X);
      requireEnoughSamples('MiniBatchKMeans', x, nClusters);
      const [n, d] = x.shape;
      const weights = checkWeights('MiniBatchKMeans.fit', sampleWeight, x) ?? new Float64Array(n).fill(1);
      const rng = generatorOf('MiniBatchKMeans', randomState);
      const { variance } = columnMoments(values(x), d, null);
      const tol = (this.params.tol * variance.reduce((a, b) => a + b)) / d;
      const size = Math.min(this.params.batchSize, n);
      const centres = this.#start(x, weights, rng);
      const counts = new Float64Array(nClusters);
      const progress: Progress = { inertia: null, least: Number.POSITIVE_INFINITY, since: 0 };
      const total = Math.floor((maxIter * n) / size);
      let steps = 0;
      let sinceReassignment = 0;
      while (steps < total) {
        const batch = rng.fillIntegers(new Int32Array(size), 0, n);
        sinceReassignment += size;
        // Not at every batch: new centres must have time to attract samples.
        const reassigns = counts.some((count) => count === 0) || sinceReassignment >= 10 * nClusters;
        if (reassigns) sinceReassignment = 0;
        const before = centres.slice();
        const inertia = tidy(() =>
          this.#step(samplesAt(values(x), batch, d), weightsAt(weights, batch), {
            centres,
            counts,
            rng: reassigns ? rng : null,
          }),
        );
        steps++;
        onProgress?.({ done: steps, total });
        if (
          steps > 1 &&
          this.#isDone(
            progress,
            inertia / size,
            (2 * size) / (n + 1),
            squaredDistance(centres, 0, before, 0, centres.length),
            tol,
          )
        )
          break;
      }
      const labels = labelsOf(x, centres);
      const inertia = inertiaOf(values(x), weights, centres, labels);
      return { centres, counts, labels, inertia, iterations: Math.ceil((steps * size) / n), steps };
    });
    return this.learn(state);
  }

  /** Learns from one batch more, and begins with it where nothing has been learned. */
  partialFit(X: MatrixLike, _y: unknown = null, { sampleWeight = null }: FitOptions = {}): this {
    this.#checkParameters();
    const { nClusters, randomState } = this.params;
    const state = tidy(() => {
      const before = this.isFitted ? this.learned : null;
      const x = before === null ? this.fitX(X) : this.checkX(X, 'partialFit');
      if (before === null) requireEnoughSamples('MiniBatchKMeans', x, nClusters);
      const weights =
        checkWeights('MiniBatchKMeans.partialFit', sampleWeight, x) ?? new Float64Array(x.shape[0]).fill(1);
      const rng = generatorOf('MiniBatchKMeans', randomState);
      const centres = before?.centres.slice() ?? this.#start(x, weights, rng);
      const counts = before?.counts.slice() ?? new Float64Array(nClusters);
      this.#step(values(x).slice(), weights, { centres, counts, rng });
      const labels = labelsOf(x, centres);
      const inertia = inertiaOf(values(x), weights, centres, labels);
      const steps = (before?.steps ?? 0) + 1;
      return { centres, counts, labels, inertia, iterations: steps, steps };
    });
    return this.learn(state);
  }

  /** The best of several starts on a part of the samples. */
  #start(x: Tensor<[number, number]>, weights: Float64Array, rng: Rng): Float64Array {
    const { nClusters: k, init, nInit, initSize, batchSize } = this.params;
    const [n, d] = x.shape;
    const wanted = initSize ?? Math.max(3 * batchSize, 3 * k);
    const size = Math.min(n, Math.max(wanted, k));
    const given = init !== 'k-means++' && init !== 'random';
    const starts = given ? 1 : nInit === 'auto' ? (init === 'random' ? 3 : 1) : nInit;
    const held = rng.fillIntegers(new Int32Array(size), 0, n);
    const heldSamples = matrix(samplesAt(values(x), held, d), size, d);
    const heldWeights = weightsAt(weights, held);
    let best: Float64Array | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < starts; i++) {
      const drawn = size < n ? rng.permutation(n).subarray(0, size) : null;
      const from = drawn === null ? x : matrix(samplesAt(values(x), drawn, d), size, d);
      const centres = startingCentres('MiniBatchKMeans', init, from, { k, mean: new Float64Array(d), rng });
      const inertia = inertiaOf(values(heldSamples), heldWeights, centres, labelsOf(heldSamples, centres));
      if (inertia < least || best === null) {
        least = inertia;
        best = centres;
      }
    }
    return best as Float64Array;
  }

  /** Moves the centres towards a batch; returns its inertia before. With an `rng`, clusters that are too small begin anew. */
  #step(
    batch: Float64Array,
    weights: Float64Array,
    {
      centres,
      counts,
      rng,
    }: { readonly centres: Float64Array; readonly counts: Float64Array; readonly rng: Rng | null },
  ): number {
    const d = centres.length / counts.length;
    const x = matrix(batch, weights.length, d);
    const nearest = new NearestCentre(x, copied(weights), counts.length, { sums: true });
    nearest.assign(centres);
    const inertia = inertiaOf(batch, weights, centres, nearest.labels);
    const { sums, totals } = nearest.clusterSums();
    for (let k = 0; k < counts.length; k++) {
      if (totals[k] === 0) continue;
      const before = counts[k];
      counts[k] += totals[k];
      for (let j = k * d; j < (k + 1) * d; j++) centres[j] = (centres[j] * before + sums[j]) / counts[k];
    }
    if (rng !== null && this.params.reassignmentRatio > 0) this.#reassign(batch, { centres, counts, rng });
    return inertia;
  }

  #reassign(
    batch: Float64Array,
    { centres, counts, rng }: { readonly centres: Float64Array; readonly counts: Float64Array; readonly rng: Rng },
  ): void {
    const d = centres.length / counts.length;
    const n = batch.length / d;
    const limit = this.params.reassignmentRatio * counts.reduce((a, b) => Math.max(a, b));
    const small = Array.from(counts.keys())
      .filter((k) => counts[k] < limit || counts[k] === 0)
      .sort((a, b) => counts[a] - counts[b])
      .slice(0, Math.floor(n / 2));
    if (small.length === 0) return;
    const large = counts.filter((_, k) => !small.includes(k));
    const samples = rng.permutation(n);
    const least = large.length === 0 ? 1 : large.reduce((a, b) => Math.min(a, b));
    small.forEach((k, i) => {
      centres.set(batch.subarray(samples[i] * d, (samples[i] + 1) * d), k * d);
      counts[k] = least; // or the next batch would take it for a small one again
    });
  }

  #isDone(progress: Progress, inertia: number, alpha: number, shift: number, tol: number): boolean {
    const share = Math.min(1, alpha);
    progress.inertia = progress.inertia === null ? inertia : progress.inertia * (1 - share) + inertia * share;
    if (tol > 0 && shift <= tol) return true;
    if (progress.inertia < progress.least) {
      progress.least = progress.inertia;
      progress.since = 0;
    } else progress.since++;
    const { maxNoImprovement } = this.params;
    return maxNoImprovement !== null && progress.since >= maxNoImprovement;
  }

  #checkParameters(): void {
    const { nClusters, init, maxIter, batchSize, tol, maxNoImprovement, initSize, nInit, reassignmentRatio } =
      this.params;
    const name = 'MiniBatchKMeans';
    requireCount(name, 'nClusters', nClusters);
    requireInit(name, init);
    requireCount(name, 'maxIter', maxIter);
    requireCount(name, 'batchSize', batchSize);
    requireNonNegative(name, 'tol', tol);
    if (maxNoImprovement !== null) requireCount(name, 'maxNoImprovement', maxNoImprovement, 0);
    if (initSize !== null) requireCount(name, 'initSize', initSize);
    const isCount = nInit === 'auto' || (Number.isSafeInteger(nInit) && nInit >= 1);
    requireParameter(name, 'nInit', nInit, isCount, "'auto' or an integer ≥ 1");
    requireNonNegative(name, 'reassignmentRatio', reassignmentRatio);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): MiniBatchState {
    const common = readCentreState('MiniBatchKMeans', state, seen);
    const read = new StateReader('MiniBatchKMeans', state);
    const k = common.centres.length / (seen?.count ?? 1);
    return { ...common, counts: read.float64('counts', k), steps: read.integer('steps') };
  }
}

function weightsAt(weights: Float64Array, numbers: Int32Array): Float64Array {
  return Float64Array.from(numbers, (i) => weights[i]);
}

function labelsOf(x: Tensor<[number, number]>, centres: Float64Array): Int32Array {
  return tidy(() => {
    const nearest = new NearestCentre(x, null, centres.length / x.shape[1]);
    nearest.assign(centres);
    return nearest.labels.slice();
  });
}
