import { type Tensor, tidy } from '@ml/tensor';
import { Classifier } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { largestOfRows } from '../tree/class-shares.ts';
import {
  indexedCount,
  type NeighborIndex,
  type NeighborSearchParams,
  neighborIndex,
  readNeighborIndex,
  requireNeighborSearch,
} from './neighbor-index.ts';
import {
  type KNeighbors,
  type KNeighborsGraphOptions,
  type KNeighborsOptions,
  kNeighbors,
  kNeighborsGraph,
  type NeighborQuery,
  nearestLists,
} from './neighbor-queries.ts';
import { type NeighborSums, type NeighborWeights, neighborVotes, requireNeighborWeights } from './neighbor-weights.ts';

export interface KNeighborsClassifierParams extends NeighborSearchParams {
  readonly nNeighbors: number;
  readonly weights: NeighborWeights;
}

interface KNeighborsClassifierState<L extends Label> {
  readonly classes: readonly L[];
  readonly codes: Int32Array;
  readonly index: NeighborIndex;
}

/**
 * The class that most of the k nearest samples have; of equally many the first.
 *
 * @shape X [N, F] → [N]; probabilities [N, K]
 * @complexity as `NearestNeighbors`
 * @reference Cover & Hart 1967; agrees with sklearn.neighbors.KNeighborsClassifier
 * @example
 * const model = new KNeighborsClassifier<string>({ nNeighbors: 3 }).fit([[0], [1], [2], [9]], ['a', 'b', 'b', 'a']);
 * model.predict([[1]]) // => ['b']
 */
export class KNeighborsClassifier<L extends Label = number> extends Classifier<
  KNeighborsClassifierParams,
  KNeighborsClassifierState<L>,
  L
> {
  static readonly estimatorName = 'KNeighborsClassifier';
  static readonly defaults: KNeighborsClassifierParams = {
    nNeighbors: 5,
    weights: 'uniform',
    algorithm: 'auto',
    leafSize: 30,
    p: 2,
    metric: 'minkowski',
    nJobs: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('classifier');

  /** Number of samples of `fit`. */
  get nSamplesFit_(): number {
    return indexedCount(this.learned.index);
  }

  fit(X: MatrixLike, y: Labels<L>): this {
    const { nNeighbors, weights } = this.params;
    requireCount('KNeighborsClassifier', 'nNeighbors', nNeighbors);
    requireNeighborWeights('KNeighborsClassifier', weights);
    requireNeighborSearch('KNeighborsClassifier', this.params);
    return tidy(() => {
      const samples = this.fitX(X);
      const labels = this.fitLabels(samples, y, 1);
      const found = { samples: values(samples), features: samples.shape[1], expected: nNeighbors };
      return this.learn({ ...labels, index: neighborIndex('KNeighborsClassifier', found, this.params) });
    });
  }

  predict(X: MatrixLike): Predicted<L> {
    const { classes } = this.learned;
    return tidy(() => decodeLabels(classes, largestOfRows(this.#votes(X, 'predict').sums, classes.length)));
  }

  /** Share of the votes. @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    const count = this.learned.classes.length;
    return tidy(() => {
      const { sums, totals } = this.#votes(X, 'predictProba');
      for (let i = 0; i < sums.length; i++) sums[i] /= totals[Math.floor(i / count)] || 1;
      return matrix(sums, totals.length, count);
    });
  }

  /** As `NearestNeighbors.kneighbors`. */
  kneighbors(X: MatrixLike | null = null, { nNeighbors = this.params.nNeighbors }: KNeighborsOptions = {}): KNeighbors {
    return tidy(() => kNeighbors(this.#query(X, 'kneighbors'), nNeighbors));
  }

  /** As `NearestNeighbors.kneighborsGraph`. @shape X [Q, F] → [Q, N] */
  kneighborsGraph(
    X: MatrixLike | null = null,
    { nNeighbors = this.params.nNeighbors, mode = 'connectivity' }: KNeighborsGraphOptions = {},
  ): Tensor<[number, number]> {
    return tidy(() => kNeighborsGraph(this.#query(X, 'kneighborsGraph'), nNeighbors, mode));
  }

  #votes(X: MatrixLike, method: string): NeighborSums {
    const { codes, classes } = this.learned;
    const lists = nearestLists(this.#query(X, method), this.params.nNeighbors);
    return neighborVotes(lists, this.params.weights, codes, classes.length);
  }

  #query(X: MatrixLike | null, method: string): NeighborQuery {
    const { index } = this.learned;
    const queries = X === null ? null : values(this.checkX(X, method));
    return { op: `KNeighborsClassifier.${method}`, index, queries, nJobs: this.params.nJobs };
  }

  protected readState(state: unknown, seen: SeenFeatures | null): KNeighborsClassifierState<L> {
    const read = new StateReader('KNeighborsClassifier', state);
    const classes = read.classes<L>();
    const index = readNeighborIndex(read.object('index'), seen?.count ?? 0);
    return { classes, index, codes: read.int32('codes', indexedCount(index), classes.length) };
  }
}
