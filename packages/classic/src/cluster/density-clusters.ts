// What DBSCAN says of samples, given who is near whom, in two ways that agree.
import type { NeighborLists } from '../neighbors/flat-lists.ts';

export interface DensityClusters {
  /** Number of each sample's cluster, in the order of their first core samples; −1: noise. */
  readonly labels: Int32Array;
  readonly core: Int32Array;
}

/** Sets of samples that grow together: each knows one that stands for all. */
export class DisjointSets {
  readonly #parent: Int32Array;

  constructor(n: number) {
    this.#parent = Int32Array.from({ length: n }, (_, i) => i);
  }

  find(i: number): number {
    const parent = this.#parent;
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)];
    if (x !== y) this.#parent[Math.max(x, y)] = Math.min(x, y);
  }
}

/** Numbers the sets of core samples by their first one; others get −1. */
export function numberClusters(sets: DisjointSets, isCore: Uint8Array): Int32Array {
  const labels = new Int32Array(isCore.length).fill(-1);
  const numbers = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) {
    if (isCore[i] === 0) continue;
    const set = sets.find(i);
    let number = numbers.get(set);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(set, number);
    }
    labels[i] = number;
  }
  return labels;
}

export function coreSamples(isCore: Uint8Array): Int32Array {
  return Int32Array.from(isCore.keys()).filter((i) => isCore[i] === 1);
}

/**
 * Clusters from the neighbours of every sample, itself among them.
 *
 * A sample is core where its neighbours weigh at least `minSamples`; core samples that are neighbours are of one cluster; any other
 * sample belongs to the first cluster among its core neighbours, if it has one.
 */
export function clustersOfLists(
  { offsets, indices }: NeighborLists,
  minSamples: number,
  weights: Float64Array | null,
): DensityClusters {
  const n = offsets.length - 1;
  const isCore = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    let weight = offsets[i + 1] - offsets[i];
    if (weights !== null) {
      weight = 0;
      for (let at = offsets[i]; at < offsets[i + 1]; at++) weight += weights[indices[at]];
    }
    isCore[i] = weight >= minSamples ? 1 : 0;
  }
  const sets = new DisjointSets(n);
  for (let i = 0; i < n; i++) {
    if (isCore[i] === 0) continue;
    for (let at = offsets[i]; at < offsets[i + 1]; at++) if (isCore[indices[at]] === 1) sets.join(i, indices[at]);
  }
  const labels = numberClusters(sets, isCore);
  for (let i = 0; i < n; i++) {
    if (isCore[i] === 1) continue;
    for (let at = offsets[i]; at < offsets[i + 1]; at++) {
      const j = indices[at];
      if (isCore[j] === 1 && (labels[i] < 0 || labels[j] < labels[i])) labels[i] = labels[j];
    }
  }
  return { labels, core: coreSamples(isCore) };
}
