import { type Tensor, tidy } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireCount } from '../base/parameter-error.ts';
import { Regressor } from '../base/regressor.ts';
import { tagsOf } from '../base/tags.ts';
import { values } from '../base/values.ts';
import { checkTargets } from '../linear/targets.ts';
import { StateReader } from '../persistence/state-reader.ts';
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
import { type NeighborTargets, readTargets, targetMeans } from './neighbor-targets.ts';
import { type NeighborWeights, neighborSums, requireNeighborWeights } from './neighbor-weights.ts';

export interface KNeighborsRegressorParams extends NeighborSearchParams {
  readonly nNeighbors: number;
  readonly weights: NeighborWeights;
}

interface KNeighborsRegressorState extends NeighborTargets {
  readonly index: NeighborIndex;
}

/**
 * The mean of the targets of the k nearest samples.
 *
 * @shape X [N, F], y [N] or [N, K] → as y
 * @complexity as `NearestNeighbors`
 * @reference agrees with sklearn.neighbors.KNeighborsRegressor
 * @example
 * new KNeighborsRegressor({ nNeighbors: 2 }).fit([[0], [1], [5]], [10, 20, 90]).predict([[0.4]]).toArray() // => [15]
 */
export class KNeighborsRegressor extends Regressor<KNeighborsRegressorParams, KNeighborsRegressorState> {
  static readonly estimatorName = 'KNeighborsRegressor';
  static readonly defaults: KNeighborsRegressorParams = {
    nNeighbors: 5,
    weights: 'uniform',
    algorithm: 'auto',
    leafSize: 30,
    p: 2,
    metric: 'minkowski',
    nJobs: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('regressor');

  /** Number of samples of `fit`. */
  get nSamplesFit_(): number {
    return indexedCount(this.learned.index);
  }

  fit(X: MatrixLike, y: VectorLike | MatrixLike): this {
    const { nNeighbors, weights } = this.params;
    requireCount('KNeighborsRegressor', 'nNeighbors', nNeighbors);
    requireNeighborWeights('KNeighborsRegressor', weights);
    requireNeighborSearch('KNeighborsRegressor', this.params);
    return tidy(() => {
      const samples = this.fitX(X);
      const { data: targets, count, isVector } = checkTargets('KNeighborsRegressor.fit', y, samples);
      const found = { samples: values(samples), features: samples.shape[1], expected: nNeighbors };
      return this.learn({
        targets,
        outputs: isVector ? null : count,
        index: neighborIndex('KNeighborsRegressor', found, this.params),
      });
    });
  }

  predict(X: MatrixLike): Tensor {
    const { targets, outputs } = this.learned;
    const { nNeighbors, weights } = this.params;
    return tidy(() => {
      const lists = nearestLists(this.#query(X, 'predict'), nNeighbors);
      return targetMeans(neighborSums(lists, weights, targets, outputs ?? 1), outputs);
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

  protected override targetMatrix(op: string, y: MatrixLike): Tensor {
    return checkMatrix(op, y).X;
  }

  #query(X: MatrixLike | null, method: string): NeighborQuery {
    const { index } = this.learned;
    const queries = X === null ? null : values(this.checkX(X, method));
    return { op: `KNeighborsRegressor.${method}`, index, queries, nJobs: this.params.nJobs };
  }

  protected readState(state: unknown, seen: SeenFeatures | null): KNeighborsRegressorState {
    const read = new StateReader('KNeighborsRegressor', state);
    const index = readNeighborIndex(read.object('index'), seen?.count ?? 0);
    return { ...readTargets(read, indexedCount(index)), index };
  }
}
