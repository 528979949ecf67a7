// What every estimator with neighbours answers about them.
import { fromBuffer, type Tensor } from '@ml/tensor';
import { ParameterError, requireCount, requireNonNegative, requireOneOf } from '../base/parameter-error.ts';
import { matrix } from '../base/values.ts';
import type { NeighborLists } from './flat-lists.ts';
import { type GraphMode, neighborGraph } from './neighbor-graph.ts';
import { indexedCount, kNearest, type Nearest, type NeighborIndex, withinRadius } from './neighbor-index.ts';
import { listsOfOthers, nearestOthers } from './without-self.ts';

export interface KNeighborsOptions {
  /** Default: the parameter. */
  readonly nNeighbors?: number | undefined;
}

export interface KNeighborsGraphOptions extends KNeighborsOptions {
  /** Default 'connectivity'. */
  readonly mode?: GraphMode | undefined;
}

export interface RadiusNeighborsOptions {
  /** Default: the parameter. */
  readonly radius?: number | undefined;
  /** Nearest first; default false: in the order of the samples. */
  readonly sortResults?: boolean | undefined;
}

export interface RadiusNeighborsGraphOptions extends RadiusNeighborsOptions {
  /** Default 'connectivity'. */
  readonly mode?: GraphMode | undefined;
}

/** Of each sample, nearest first. */
export interface KNeighbors {
  /** [Q, k] */
  readonly distances: Tensor<[number, number]>;
  /** Numbers of samples of `fit`. [Q, k] int32 */
  readonly indices: Tensor<[number, number]>;
}

/** A list of each sample. */
export interface RadiusNeighbors {
  readonly distances: Float64Array[];
  /** Numbers of samples of `fit`. */
  readonly indices: Int32Array[];
}

/** What a query is about. `queries` null: the samples of `fit`, none of which is its own neighbour. */
export interface NeighborQuery {
  /** The method, for messages. */
  readonly op: string;
  readonly index: NeighborIndex;
  readonly queries: Float64Array | null;
  readonly nJobs: number | null;
}

/** @throws {ParameterError} when there are fewer samples than neighbours asked for */
export function nearestOf({ op, index, queries, nJobs }: NeighborQuery, nNeighbors: number): Nearest {
  requireCount(op, 'nNeighbors', nNeighbors);
  const most = indexedCount(index) - (queries === null ? 1 : 0);
  if (nNeighbors > most)
    throw new ParameterError(`${op}: nNeighbors is ${nNeighbors}, but there are ${most} samples to be neighbours`);
  if (queries !== null) return kNearest(index, queries, nNeighbors, { nJobs });
  return nearestOthers(kNearest(index, null, nNeighbors + 1, { nJobs }), nNeighbors);
}

/** As lists that all have the same length. */
export function nearestLists(query: NeighborQuery, nNeighbors: number): NeighborLists {
  const nearest = nearestOf(query, nNeighbors);
  const offsets = Int32Array.from({ length: nearest.indices.length / nNeighbors + 1 }, (_, i) => i * nNeighbors);
  return { offsets, ...nearest };
}

export function listsWithin(
  { op, index, queries, nJobs }: NeighborQuery,
  radius: number,
  byDistance: boolean,
): NeighborLists {
  requireNonNegative(op, 'radius', radius);
  const lists = withinRadius(index, queries, radius, { nJobs, byDistance });
  return queries === null ? listsOfOthers(lists) : lists;
}

export function kNeighbors(query: NeighborQuery, nNeighbors: number): KNeighbors {
  const { distances, indices } = nearestOf(query, nNeighbors);
  const count = indices.length / nNeighbors;
  return {
    distances: matrix(distances, count, nNeighbors),
    indices: fromBuffer(indices, [count, nNeighbors]) as Tensor<[number, number]>,
  };
}

export function kNeighborsGraph(query: NeighborQuery, nNeighbors: number, mode: GraphMode): Tensor<[number, number]> {
  requireOneOf(query.op, 'mode', mode, ['connectivity', 'distance']);
  return neighborGraph(nearestLists(query, nNeighbors), indexedCount(query.index), mode);
}

export function radiusNeighbors(query: NeighborQuery, radius: number, byDistance: boolean): RadiusNeighbors {
  const { offsets, indices, distances } = listsWithin(query, radius, byDistance);
  const cut = <T extends Float64Array | Int32Array>(data: T): T[] =>
    Array.from({ length: offsets.length - 1 }, (_, i) => data.slice(offsets[i], offsets[i + 1]) as T);
  return { distances: cut(distances), indices: cut(indices) };
}

export function radiusNeighborsGraph(query: NeighborQuery, radius: number, mode: GraphMode): Tensor<[number, number]> {
  requireOneOf(query.op, 'mode', mode, ['connectivity', 'distance']);
  return neighborGraph(listsWithin(query, radius, false), indexedCount(query.index), mode);
}
