import type { Tensor } from '@ml/tensor';
import { matrix } from '../base/values.ts';
import type { NeighborLists } from './flat-lists.ts';

/** What an edge of a graph of neighbours says: 1 that there is one, or how long it is. */
export type GraphMode = 'connectivity' | 'distance';

/** Lists of neighbours as a matrix of edges, 0 where there is none. @shape → [Q, N] */
export function neighborGraph(
  { offsets, indices, distances }: NeighborLists,
  samples: number,
  mode: GraphMode,
): Tensor<[number, number]> {
  const queries = offsets.length - 1;
  const edges = new Float64Array(queries * samples);
  for (let query = 0; query < queries; query++) {
    for (let i = offsets[query]; i < offsets[query + 1]; i++)
      edges[query * samples + indices[i]] = mode === 'distance' ? distances[i] : 1;
  }
  return matrix(edges, queries, samples);
}
