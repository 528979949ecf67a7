import { fromBuffer, type Tensor, tidy } from '@ml/tensor';
import { Clusterer } from '../base/clusterer.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { values, vector } from '../base/values.ts';
import type { MetricName } from '../neighbors/metric.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { cutTree } from './cut-tree.ts';
import { requireEnoughSamples } from './k-means-parameters.ts';
import { type Linkage, linkageTree, type MergeTree } from './linkage.ts';

export interface AgglomerativeClusteringParams {
  /** Clusters that are left; null where `distanceThreshold` says when to stop. */
  readonly nClusters: number | null;
  /** Clusters at least this far apart are not merged; null where `nClusters` says when to stop. */
  readonly distanceThreshold: number | null;
  /** 'ward' keeps the variance within clusters small and needs the euclidean metric. */
  readonly linkage: Linkage;
  readonly metric: 'euclidean' | 'manhattan' | 'chebyshev' | 'cosine';
}

interface AgglomerativeState extends MergeTree {
  readonly labels: Int32Array;
  readonly clusters: number;
}

const metrics: readonly MetricName[] = ['euclidean', 'manhattan', 'chebyshev', 'cosine'];

/**
 * Merges the two nearest clusters, beginning with a cluster for each sample, until few enough are left, or all are too far apart.
 *
 * The distance of two clusters is the largest between their samples ('complete'), the smallest ('single'), the mean ('average'), or
 * √(2·n·m/(n + m))·‖mean − mean‖ ('ward').
 *
 * @shape X [N, F] → labels [N]
 * @complexity O(N²·F) time, O(N²) memory; O(N) memory for single linkage
 * @reference Ward (1963); Müllner (2011). Agrees with sklearn.cluster.AgglomerativeClustering
 * @example
 * new AgglomerativeClustering({ nClusters: 2 }).fitPredict([[0], [1], [8], [9.5]]).toArray() // => [1, 1, 0, 0]
 */
export class AgglomerativeClustering extends Clusterer<AgglomerativeClusteringParams, AgglomerativeState> {
  static readonly estimatorName = 'AgglomerativeClustering';
  static readonly defaults: AgglomerativeClusteringParams = {
    nClusters: 2,
    distanceThreshold: null,
    linkage: 'ward',
    metric: 'euclidean',
  };
  static readonly tags = /* @__PURE__ */ tagsOf('clusterer', { orderInvariant: false, fitsOneSample: false });

  get nClusters_(): number {
    return this.learned.clusters;
  }

  /** Number of samples, which are the leaves of the tree. */
  get nLeaves_(): number {
    return this.learned.labels.length;
  }

  /** The nodes of each merge: i < N is a sample, N + i what merge i made. @shape → [N − 1, 2] int32 */
  get children_(): Tensor<[number, number]> {
    const { children } = this.learned;
    return fromBuffer(children, [children.length / 2, 2]) as Tensor<[number, number]>;
  }

  /** How far apart the two of each merge were; never falls. @shape → [N − 1] */
  get distances_(): Tensor<[number]> {
    return vector(this.learned.distances);
  }

  fit(X: MatrixLike): this {
    const { nClusters, distanceThreshold, linkage, metric } = this.params;
    const name = 'AgglomerativeClustering';
    requireOneOf(name, 'linkage', linkage, ['ward', 'complete', 'average', 'single']);
    requireOneOf(name, 'metric', metric, metrics);
    requireParameter(
      name,
      'metric',
      metric,
      linkage !== 'ward' || metric === 'euclidean',
      "'euclidean' for ward linkage",
    );
    const isOne = (nClusters === null) !== (distanceThreshold === null);
    requireParameter(name, 'nClusters', nClusters, isOne, 'null exactly where distanceThreshold is not');
    if (nClusters !== null) requireCount(name, 'nClusters', nClusters);
    if (distanceThreshold !== null) requireNonNegative(name, 'distanceThreshold', distanceThreshold);
    const state = tidy(() => {
      const samples = this.fitX(X, { minSamples: 2 });
      const n = samples.shape[0];
      if (nClusters !== null) requireEnoughSamples(name, samples, nClusters);
      const tree = linkageTree(values(samples), samples.shape[1], linkage, metric);
      const clusters =
        nClusters ??
        1 + tree.distances.reduce((far, distance) => far + (distance >= (distanceThreshold ?? 0) ? 1 : 0), 0);
      return { ...tree, labels: cutTree(tree, n, clusters), clusters };
    });
    return this.learn(state);
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): AgglomerativeState {
    const read: StateReader = new StateReader('AgglomerativeClustering', state);
    const clusters = read.integer('clusters', 1);
    const labels = read.int32('labels', undefined, clusters);
    const n = labels.length;
    const children = read.int32('children', 2 * (n - 1), 2 * n - 2);
    // A merge is of nodes there were before it, each of them once.
    read.require(
      children.every((node, i) => node < n + (i >> 1)),
      'has a merge of a node that is not yet there',
    );
    read.require(new Set(children).size === children.length, 'merges a node twice');
    return { labels, clusters, children, distances: read.float64('distances', n - 1) };
  }
}
