import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import { Clusterer } from '../base/clusterer.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { integers, matrix, values } from '../base/values.ts';
import { metricOf } from '../neighbors/metric.ts';
import {
  type NeighborSearchParams,
  neighborIndex,
  requireNeighborSearch,
  withinRadius,
} from '../neighbors/neighbor-index.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { clustersOfLists, type DensityClusters } from './density-clusters.ts';
import { clustersOnGrid, mostGridFeatures } from './density-grid.ts';

export interface DBSCANParams extends NeighborSearchParams {
  /** How near neighbours are, at most. */
  readonly eps: number;
  /** Weight of a core sample's neighbours, itself among them, at least. */
  readonly minSamples: number;
}

interface DBSCANState {
  readonly labels: Int32Array;
  readonly core: Int32Array;
  /** Core samples. @shape [cores, F] */
  readonly components: Float64Array;
}

/**
 * Clusters are where samples lie close together, whatever their form; what lies apart is noise.
 *
 * A sample with enough neighbours is a core sample; core samples that are neighbours are of one cluster, and other neighbours of theirs
 * belong to it, to the first of several. Clusters are numbered in the order of their first core samples.
 *
 * @shape X [N, F] → labels [N], −1 for noise
 * @complexity O(N) in up to three dimensions, on a grid; otherwise that of all neighbours within eps
 * @reference Ester et al. (1996); Gunawan (2013). Agrees with sklearn.cluster.DBSCAN
 * @example
 * new DBSCAN({ eps: 1, minSamples: 2 }).fitPredict([[1], [1.5], [9], [9.5], [20]]).toArray() // => [0, 0, 1, 1, -1]
 */
export class DBSCAN extends Clusterer<DBSCANParams, DBSCANState> {
  static readonly estimatorName = 'DBSCAN';
  static readonly defaults: DBSCANParams = {
    eps: 0.5,
    minSamples: 5,
    metric: 'euclidean',
    algorithm: 'auto',
    leafSize: 30,
    p: 2,
    nJobs: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('clusterer', { acceptsWeights: true, orderInvariant: false });

  /** Which samples of `fit` are core samples. @shape → [cores] */
  get coreSampleIndices_(): Tensor<[number]> {
    return integers(this.learned.core);
  }

  /** The core samples. @shape → [cores, F] */
  get components_(): Tensor<[number, number]> {
    const { core, components } = this.learned;
    return matrix(components, core.length, this.nFeaturesIn_);
  }

  fit(X: MatrixLike, _y: unknown = null, { sampleWeight = null }: FitOptions = {}): this {
    const { eps, minSamples } = this.params;
    requireNonNegative('DBSCAN', 'eps', eps, { above: true });
    requireCount('DBSCAN', 'minSamples', minSamples);
    requireNeighborSearch('DBSCAN', this.params);
    const state = tidy(() => {
      const samples = this.fitX(X);
      const weights = checkWeights('DBSCAN.fit', sampleWeight, samples);
      const x = values(samples);
      const features = samples.shape[1];
      const { labels, core } = this.#clusters(x, features, weights);
      const components = new Float64Array(core.length * features);
      core.forEach((i, k) => void components.set(x.subarray(i * features, (i + 1) * features), k * features));
      return { labels, core, components };
    });
    return this.learn(state);
  }

  #clusters(x: Float64Array, features: number, weights: Float64Array | null): DensityClusters {
    const { eps, minSamples, metric, p, algorithm, nJobs } = this.params;
    if (algorithm === 'auto' && features <= mostGridFeatures && metricOf(metric, p).name === 'euclidean') {
      const found = clustersOnGrid(x, features, { eps, minSamples, weights });
      if (found !== null) return found;
    }
    const index = neighborIndex('DBSCAN', { samples: x, features }, this.params);
    return clustersOfLists(withinRadius(index, null, eps, { nJobs }), minSamples, weights);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): DBSCANState {
    const read: StateReader = new StateReader('DBSCAN', state);
    const labels = read.int32('labels', undefined, 2 ** 31, -1);
    const core = read.int32('core', undefined, labels.length);
    return { labels, core, components: read.float64('components', core.length * (seen?.count ?? 0)) };
  }
}
