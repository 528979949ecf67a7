import { type Tensor, tidy } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireNonNegative } from '../base/parameter-error.ts';
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
  listsWithin,
  type NeighborQuery,
  type RadiusNeighbors,
  type RadiusNeighborsGraphOptions,
  type RadiusNeighborsOptions,
  radiusNeighbors,
  radiusNeighborsGraph,
} from './neighbor-queries.ts';
import { type NeighborTargets, readTargets, targetMeans } from './neighbor-targets.ts';
import { type NeighborWeights, neighborSums, requireNeighborWeights } from './neighbor-weights.ts';

export interface RadiusNeighborsRegressorParams extends NeighborSearchParams {
  readonly radius: number;
  readonly weights: NeighborWeights;
}

interface RadiusNeighborsRegressorState extends NeighborTargets {
  readonly index: NeighborIndex;
}

/**
 * The mean of the targets of the samples within a radius.
 *
 * @shape X [N, F], y [N] or [N, K] → as y
 * @special NaN for a sample without neighbours
 * @complexity as `NearestNeighbors`
 * @reference agrees with sklearn.neighbors.RadiusNeighborsRegressor
 * @example
 * new RadiusNeighborsRegressor({ radius: 1 }).fit([[0], [1], [5]], [10, 20, 90]).predict([[0.4]]).toArray() // => [15]
 */
export class RadiusNeighborsRegressor extends Regressor<RadiusNeighborsRegressorParams, RadiusNeighborsRegressorState> {
  static readonly estimatorName = 'RadiusNeighborsRegressor';
  static readonly defaults: RadiusNeighborsRegressorParams = {
    radius: 1,
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
    const { radius, weights } = this.params;
    requireNonNegative('RadiusNeighborsRegressor', 'radius', radius);
    requireNeighborWeights('RadiusNeighborsRegressor', weights);
    requireNeighborSearch('RadiusNeighborsRegressor', this.params);
    return tidy(() => {
      const samples = this.fitX(X);
      const { data: targets, count, isVector } = checkTargets('RadiusNeighborsRegressor.fit', y, samples);
      const found = { samples: values(samples), features: samples.shape[1] };
      return this.learn({
        targets,
        outputs: isVector ? null : count,
        index: neighborIndex('RadiusNeighborsRegressor', found, this.params),
      });
    });
  }

  predict(X: MatrixLike): Tensor {
    const { targets, outputs } = this.learned;
    const { radius, weights } = this.params;
    return tidy(() => {
      const lists = listsWithin(this.#query(X, 'predict'), radius, false);
      return targetMeans(neighborSums(lists, weights, targets, outputs ?? 1), outputs);
    });
  }

  /** As `NearestNeighbors.radiusNeighbors`. */
  radiusNeighbors(
    X: MatrixLike | null = null,
    { radius = this.params.radius, sortResults = false }: RadiusNeighborsOptions = {},
  ): RadiusNeighbors {
    return tidy(() => radiusNeighbors(this.#query(X, 'radiusNeighbors'), radius, sortResults));
  }

  /** As `NearestNeighbors.radiusNeighborsGraph`. @shape X [Q, F] → [Q, N] */
  radiusNeighborsGraph(
    X: MatrixLike | null = null,
    { radius = this.params.radius, mode = 'connectivity' }: RadiusNeighborsGraphOptions = {},
  ): Tensor<[number, number]> {
    return tidy(() => radiusNeighborsGraph(this.#query(X, 'radiusNeighborsGraph'), radius, mode));
  }

  protected override targetMatrix(op: string, y: MatrixLike): Tensor {
    return checkMatrix(op, y).X;
  }

  #query(X: MatrixLike | null, method: string): NeighborQuery {
    const { index } = this.learned;
    const queries = X === null ? null : values(this.checkX(X, method));
    return { op: `RadiusNeighborsRegressor.${method}`, index, queries, nJobs: this.params.nJobs };
  }

  protected readState(state: unknown, seen: SeenFeatures | null): RadiusNeighborsRegressorState {
    const read = new StateReader('RadiusNeighborsRegressor', state);
    const index = readNeighborIndex(read.object('index'), seen?.count ?? 0);
    return { ...readTargets(read, indexedCount(index)), index };
  }
}
