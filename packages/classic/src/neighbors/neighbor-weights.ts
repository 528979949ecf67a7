import { requireParameter } from '../base/parameter-error.ts';
import type { NeighborLists } from './flat-lists.ts';

/**
 * How much each neighbour counts: the same ('uniform'), inversely to its distance ('distance'), or what a function makes of the
 * distances of one sample, nearest first.
 */
export type NeighborWeights = 'uniform' | 'distance' | ((distances: Float64Array) => ArrayLike<number>);

/** @throws {ParameterError} when it is none of these */
export function requireNeighborWeights(estimator: string, weights: unknown): void {
  const holds = weights === 'uniform' || weights === 'distance' || typeof weights === 'function';
  requireParameter(estimator, 'weights', weights, holds, `one of 'uniform', 'distance', or a function`);
}

/** Weights of the neighbours of one sample. With 'distance' those at distance 0, where there are any, are the only ones to count. */
export function neighborWeights(weights: NeighborWeights, distances: Float64Array): Float64Array {
  if (weights === 'uniform') return new Float64Array(distances.length).fill(1);
  if (weights === 'distance') {
    const inverse = distances.map((distance) => 1 / distance);
    return inverse.includes(Number.POSITIVE_INFINITY)
      ? inverse.map((weight) => Number(weight === Number.POSITIVE_INFINITY))
      : inverse;
  }
  const found = Float64Array.from(weights(distances));
  if (found.length !== distances.length)
    throw new RangeError(`weights: the function gave ${found.length} numbers for ${distances.length} distances`);
  return found;
}

/** Weighted sums over the neighbours of each query of rows of a matrix, and the sum of the weights. */
export interface NeighborSums {
  /** [Q, K] */
  readonly sums: Float64Array;
  /** [Q] */
  readonly totals: Float64Array;
}

/** Votes for classes: the weights of the neighbours of each class. @shape codes [N] → sums [Q, K] */
export function neighborVotes(
  { offsets, indices, distances }: NeighborLists,
  weights: NeighborWeights,
  codes: Int32Array,
  classes: number,
): NeighborSums {
  const queries = offsets.length - 1;
  const sums = new Float64Array(queries * classes);
  const totals = new Float64Array(queries);
  for (let query = 0; query < queries; query++) {
    const [from, to] = [offsets[query], offsets[query + 1]];
    const own = weights === 'uniform' ? null : neighborWeights(weights, distances.subarray(from, to));
    for (let i = from; i < to; i++) {
      const weight = own === null ? 1 : own[i - from];
      sums[query * classes + codes[indices[i]]] += weight;
      totals[query] += weight;
    }
  }
  return { sums, totals };
}

/** Sums of targets. @shape targets [N, K] → sums [Q, K] */
export function neighborSums(
  { offsets, indices, distances }: NeighborLists,
  weights: NeighborWeights,
  targets: Float64Array,
  outputs: number,
): NeighborSums {
  const queries = offsets.length - 1;
  const sums = new Float64Array(queries * outputs);
  const totals = new Float64Array(queries);
  for (let query = 0; query < queries; query++) {
    const [from, to] = [offsets[query], offsets[query + 1]];
    const own = weights === 'uniform' ? null : neighborWeights(weights, distances.subarray(from, to));
    for (let i = from; i < to; i++) {
      const weight = own === null ? 1 : own[i - from];
      const row = indices[i] * outputs;
      for (let j = 0; j < outputs; j++) sums[query * outputs + j] += weight * targets[row + j];
      totals[query] += weight;
    }
  }
  return { sums, totals };
}
