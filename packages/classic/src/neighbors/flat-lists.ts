// Lists of different lengths, one per query, behind one another in flat arrays.

/** The neighbours of query q are at `offsets[q]` … `offsets[q + 1]`. */
export interface NeighborLists {
  readonly offsets: Int32Array;
  /** Ascending within a query, unless sorted by distance. */
  readonly indices: Int32Array;
  readonly distances: Float64Array;
}

/** Pairs of queries and samples, in the order in which they are found. */
export class PairCollector {
  #queries = new Int32Array(1024);
  #indices = new Int32Array(1024);
  #keys = new Float64Array(1024);
  #count = 0;

  add(query: number, index: number, key: number): void {
    const count = this.#count++;
    if (count === this.#queries.length) this.#grow();
    this.#queries[count] = query;
    this.#indices[count] = index;
    this.#keys[count] = key;
  }

  #grow(): void {
    const size = 2 * this.#queries.length;
    const [queries, indices, keys] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)];
    queries.set(this.#queries);
    indices.set(this.#indices);
    keys.set(this.#keys);
    [this.#queries, this.#indices, this.#keys] = [queries, indices, keys];
  }

  /** The lists of queries 0 … count: by counting; pairs of a query keep their order. */
  lists(count: number, toDistance: (key: number) => number): NeighborLists {
    const offsets = new Int32Array(count + 1);
    for (let i = 0; i < this.#count; i++) offsets[this.#queries[i] + 1]++;
    for (let query = 0; query < count; query++) offsets[query + 1] += offsets[query];
    const indices = new Int32Array(this.#count);
    const distances = new Float64Array(this.#count);
    const next = offsets.slice();
    for (let i = 0; i < this.#count; i++) {
      const place = next[this.#queries[i]]++;
      indices[place] = this.#indices[i];
      distances[place] = toDistance(this.#keys[i]);
    }
    return { offsets, indices, distances };
  }
}

/** Lists of the queries of several parts, as one. */
export function joinLists(parts: readonly NeighborLists[]): NeighborLists {
  if (parts.length === 1) return parts[0];
  let [queries, pairs] = [0, 0];
  for (const { offsets, indices } of parts) {
    queries += offsets.length - 1;
    pairs += indices.length;
  }
  const joined = {
    offsets: new Int32Array(queries + 1),
    indices: new Int32Array(pairs),
    distances: new Float64Array(pairs),
  };
  let [query, pair] = [0, 0];
  for (const { offsets, indices, distances } of parts) {
    for (let i = 1; i < offsets.length; i++) joined.offsets[++query] = pair + offsets[i];
    joined.indices.set(indices, pair);
    joined.distances.set(distances, pair);
    pair += indices.length;
  }
  return joined;
}

/** The same lists, each ascending by index or, with `byDistance`, by distance and then index. */
export function sortLists({ offsets, indices, distances }: NeighborLists, byDistance: boolean): NeighborLists {
  const order = new Int32Array(indices.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  const compare = byDistance
    ? (a: number, b: number) => distances[a] - distances[b] || indices[a] - indices[b]
    : (a: number, b: number) => indices[a] - indices[b];
  for (let query = 0; query + 1 < offsets.length; query++)
    order.subarray(offsets[query], offsets[query + 1]).sort(compare);
  const sorted = { offsets, indices: new Int32Array(order.length), distances: new Float64Array(order.length) };
  for (let i = 0; i < order.length; i++) {
    sorted.indices[i] = indices[order[i]];
    sorted.distances[i] = distances[order[i]];
  }
  return sorted;
}
