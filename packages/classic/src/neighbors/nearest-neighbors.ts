import { type Tensor, tidy } from '@ml/tensor';
import { Estimator, type SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { values } from '../base/values.ts';
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
  type RadiusNeighbors,
  type RadiusNeighborsGraphOptions,
  type RadiusNeighborsOptions,
  radiusNeighbors,
  radiusNeighborsGraph,
} from './neighbor-queries.ts';

export interface NearestNeighborsParams extends NeighborSearchParams {
  /** Neighbours, where a query does not say how many. */
  readonly nNeighbors: number;
  /** Radius, where a query does not say which. */
  readonly radius: number;
}

interface NearestNeighborsState {
  readonly index: NeighborIndex;
}

/**
 * The nearest samples of any sample.
 *
 * Distances are exact to the last digits also where single precision finds the candidates, and of equally near samples the first
 * comes first: the answer does not depend on the algorithm.
 *
 * @complexity a query: O(N·F) by brute force, O(F·log N) with a tree of few features, which many features make O(N·F) too
 * @reference agrees with sklearn.neighbors.NearestNeighbors
 * @example
 * const neighbors = new NearestNeighbors({ nNeighbors: 2 }).fit([[0], [3], [1]]);
 * neighbors.kneighbors([[0.9]]).indices.toArray() // => [[2, 0]]
 */
export class NearestNeighbors extends Estimator<NearestNeighborsParams, NearestNeighborsState> {
  static readonly estimatorName = 'NearestNeighbors';
  static readonly defaults: NearestNeighborsParams = {
    nNeighbors: 5,
    radius: 1,
    algorithm: 'auto',
    leafSize: 30,
    metric: 'minkowski',
    p: 2,
    nJobs: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('neighbors');

  /** Number of samples of `fit`. */
  get nSamplesFit_(): number {
    return indexedCount(this.learned.index);
  }

  fit(X: MatrixLike, _y: unknown = null): this {
    const { nNeighbors, radius } = this.params;
    requireCount('NearestNeighbors', 'nNeighbors', nNeighbors);
    requireNonNegative('NearestNeighbors', 'radius', radius);
    requireNeighborSearch('NearestNeighbors', this.params);
    return tidy(() => {
      const samples = this.fitX(X);
      const found = { samples: values(samples), features: samples.shape[1], expected: nNeighbors };
      return this.learn({ index: neighborIndex('NearestNeighbors', found, this.params) });
    });
  }

  /**
   * The k nearest of each sample, nearest first.
   *
   * @param X null: those of `fit`, none of which is its own neighbour
   * @throws {ParameterError} when there are fewer samples than that
   */
  kneighbors(X: MatrixLike | null = null, { nNeighbors = this.params.nNeighbors }: KNeighborsOptions = {}): KNeighbors {
    return tidy(() => kNeighbors(this.#query(X, 'kneighbors'), nNeighbors));
  }

  /** 1, or the distance, where a sample of `fit` is among the k nearest; else 0. @shape X [Q, F] → [Q, N] */
  kneighborsGraph(
    X: MatrixLike | null = null,
    { nNeighbors = this.params.nNeighbors, mode = 'connectivity' }: KNeighborsGraphOptions = {},
  ): Tensor<[number, number]> {
    return tidy(() => kNeighborsGraph(this.#query(X, 'kneighborsGraph'), nNeighbors, mode));
  }

  /** All samples of `fit` that are at most the radius away. */
  radiusNeighbors(
    X: MatrixLike | null = null,
    { radius = this.params.radius, sortResults = false }: RadiusNeighborsOptions = {},
  ): RadiusNeighbors {
    return tidy(() => radiusNeighbors(this.#query(X, 'radiusNeighbors'), radius, sortResults));
  }

  /** 1, or the distance, where a sample of `fit` is at most the radius away; else 0. @shape X [Q, F] → [Q, N] */
  radiusNeighborsGraph(
    X: MatrixLike | null = null,
    { radius = this.params.radius, mode = 'connectivity' }: RadiusNeighborsGraphOptions = {},
  ): Tensor<[number, number]> {
    return tidy(() => radiusNeighborsGraph(this.#query(X, 'radiusNeighborsGraph'), radius, mode));
  }

  #query(X: MatrixLike | null, method: string): NeighborQuery {
    const { index } = this.learned;
    const queries = X === null ? null : values(this.checkX(X, method));
    return { op: `NearestNeighbors.${method}`, index, queries, nJobs: this.params.nJobs };
  }

  protected readState(state: unknown, seen: SeenFeatures | null): NearestNeighborsState {
    const read = new StateReader('NearestNeighbors', state);
    return { index: readNeighborIndex(read.object('index'), seen?.count ?? 0) };
  }
}
