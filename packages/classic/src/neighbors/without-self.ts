import type { NeighborLists } from './flat-lists.ts';
import type { Nearest } from './neighbor-index.ts';

/**
 * The k nearest of samples among themselves, without themselves: of k + 1 the one that it is, or the last, where so many are equal
 * to it that it is not among them.
 */
export function nearestOthers({ distances, indices }: Nearest, k: number): Nearest {
  const count = indices.length / (k + 1);
  const others = { distances: new Float64Array(count * k), indices: new Int32Array(count * k) };
  for (let row = 0, to = 0; row < count; row++) {
    const first = row * (k + 1);
    const own = indices.subarray(first, first + k + 1).indexOf(row);
    const left = first + (own < 0 ? k : own);
    for (let i = first; i <= first + k; i++) {
      if (i === left) continue;
      others.distances[to] = distances[i];
      others.indices[to++] = indices[i];
    }
  }
  return others;
}

/** Lists of samples among themselves, without themselves. */
export function listsOfOthers({ offsets, indices, distances }: NeighborLists): NeighborLists {
  const count = offsets.length - 1;
  const others = {
    offsets: new Int32Array(count + 1),
    indices: new Int32Array(indices.length - count),
    distances: new Float64Array(indices.length - count),
  };
  let to = 0;
  for (let row = 0; row < count; row++) {
    for (let i = offsets[row]; i < offsets[row + 1]; i++) {
      if (indices[i] === row) continue;
      others.distances[to] = distances[i];
      others.indices[to++] = indices[i];
    }
    others.offsets[row + 1] = to;
  }
  return others;
}
