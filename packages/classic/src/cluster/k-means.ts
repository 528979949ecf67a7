import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { columnMoments } from '../preprocessing/column-moments.ts';
import { CentreClusterer, type CentreState } from './centre-clusterer.ts';
import { elkan } from './elkan.ts';
import { type KMeansInit, requireEnoughSamples, requireInit, startingCentres } from './k-means-parameters.ts';
import { type KMeansRun, lloyd } from './lloyd.ts';

export interface KMeansParams {
  readonly nClusters: number;
  readonly init: KMeansInit;
  /** Starts, of which the one with the least inertia is kept; 'auto' is 10 for random ones and 1 for others. Given centres are one. */
  readonly nInit: number | 'auto';
  readonly maxIter: number;
  /** Ends where centres move by less than this share of the mean variance of the features. */
  readonly tol: number;
  readonly randomState: RandomState;
  /** Both find the same; 'elkan' computes fewer distances and takes N·K more numbers of memory. */
  readonly algorithm: 'lloyd' | 'elkan';
}

/**
 * K clusters with the least squared distances from their means.
 *
 * Minimises Σ w·‖x − c(x)‖² over centres, from several starts. Samples are centred first, which keeps digits.
 *
 * @shape X [N, D] → labels [N], centres [K, D]
 * @special a cluster that runs empty begins anew at the sample farthest from its centre
 * @complexity O(N·K·D) for each iteration
 * @reference Lloyd (1982); Arthur & Vassilvitskii (2007); Elkan (2003). Agrees with sklearn.cluster.KMeans
 * @example
 * const model = new KMeans({ nClusters: 2, randomState: 0 }).fit([[1, 1], [1, 2], [8, 8], [8, 9]]);
 * model.inertia_ // => 1
 */
export class KMeans extends CentreClusterer<KMeansParams, CentreState> {
  static readonly estimatorName = 'KMeans';
  static readonly defaults: KMeansParams = {
    nClusters: 8,
    init: 'k-means++',
    nInit: 10,
    maxIter: 300,
    tol: 1e-4,
    randomState: null,
    algorithm: 'lloyd',
  };
  static readonly tags = /* @__PURE__ */ tagsOf('clusterer', { acceptsWeights: true, orderInvariant: false });

  fit(X: MatrixLike, _y: unknown = null, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const { nClusters, init, maxIter, tol, algorithm, randomState } = this.params;
    this.#checkParameters();
    const best = tidy(() => {
      const given = this.fitX(X);
      requireEnoughSamples('KMeans', given, nClusters);
      const weights = checkWeights('KMeans.fit', sampleWeight, given);
      const [n, d] = given.shape;
      const { mean, variance } = columnMoments(values(given), d, null);
      const x: Tensor<[number, number]> = matrix(centred(values(given), mean), n, d);
      const limits = { maxIter, tol: (tol * variance.reduce((a, b) => a + b)) / d };
      const rng = generatorOf('KMeans', randomState);
      const starts = this.#starts;
      let found: KMeansRun | null = null;
      for (let i = 0; i < starts; i++) {
        const start = startingCentres('KMeans', init, x, { k: nClusters, mean, rng });
        const run = tidy(() => (algorithm === 'elkan' ? elkan : lloyd)(x, weights, start, limits));
        if (found === null || run.inertia < found.inertia) found = run;
        onProgress?.({ done: i + 1, total: starts });
      }
      const { centres, ...rest } = found as KMeansRun;
      return { ...rest, centres: centres.map((value, i) => value + mean[i % d]) };
    });
    return this.learn(best);
  }

  get #starts(): number {
    const { init, nInit } = this.params;
    if (init !== 'k-means++' && init !== 'random') return 1;
    if (nInit !== 'auto') return nInit;
    return init === 'random' ? 10 : 1;
  }

  #checkParameters(): void {
    const { nClusters, init, nInit, maxIter, tol, algorithm } = this.params;
    requireCount('KMeans', 'nClusters', nClusters);
    requireInit('KMeans', init);
    const isCount = nInit === 'auto' || (Number.isSafeInteger(nInit) && nInit >= 1);
    requireParameter('KMeans', 'nInit', nInit, isCount, "'auto' or an integer ≥ 1");
    requireCount('KMeans', 'maxIter', maxIter);
    requireNonNegative('KMeans', 'tol', tol);
    requireOneOf('KMeans', 'algorithm', algorithm, ['lloyd', 'elkan']);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): CentreState {
    return readCentreState('KMeans', state, seen);
  }
}

/** x − mean, row by row. */
function centred(x: Float64Array, mean: Float64Array): Float64Array {
  const d = mean.length;
  const out = new Float64Array(x.length);
  for (let at = 0; at < x.length; ) for (let j = 0; j < d; j++, at++) out[at] = x[at] - mean[j];
  return out;
}

/** @throws {PersistenceError} when there is no centre, or a label is none of theirs */
export function readCentreState(estimator: string, state: unknown, seen: SeenFeatures | null): CentreState {
  const read: StateReader = new StateReader(estimator, state);
  const d = seen?.count ?? 0;
  const centres = read.float64('centres');
  read.require(d > 0 && centres.length > 0 && centres.length % d === 0, `has ${centres.length} numbers in centres`);
  return {
    centres,
    labels: read.int32('labels', undefined, centres.length / d),
    inertia: read.number('inertia'),
    iterations: read.integer('iterations'),
  };
}
