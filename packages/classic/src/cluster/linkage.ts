import { type Metric, type MetricName, metricOf, metricRows } from '../neighbors/metric.ts';
import { DisjointSets } from './density-clusters.ts';

/** How far apart two clusters are, from the distances of their samples. */
export type Linkage = 'ward' | 'complete' | 'average' | 'single';

/** The merges of clusters, nearest first. Samples are nodes 0 … N − 1, merge i makes node N + i. */
export interface MergeTree {
  /** The two nodes of each merge. @shape [N − 1, 2] */
  readonly children: Int32Array;
  /** @shape [N − 1] */
  readonly distances: Float64Array;
}

/** Distances of one sample from all. */
class DistanceRows {
  readonly n: number;
  readonly #metric: Metric;
  readonly #rows: Float64Array;
  /** Feature by feature. @shape [F, N] */
  readonly #columns: Float64Array;
  readonly #row: Float64Array;

  constructor(
    x: Float64Array,
    readonly features: number,
    metric: MetricName,
  ) {
    const n = x.length / features;
    this.n = n;
    this.#metric = metricOf(metric, 2);
    this.#rows = metricRows(this.#metric, x, features);
    this.#columns = new Float64Array(x.length);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < features; j++) this.#columns[j * n + i] = this.#rows[i * features + j];
    this.#row = new Float64Array(n);
  }

  /** Overwritten by the next call. @shape → [N] */
  from(i: number): Float64Array {
    const row = this.#row;
    const { keys, toDistance } = this.#metric;
    keys(row, this.#rows, i, this.#columns, 0, this.n, this.features);
    for (let j = 0; j < row.length; j++) row[j] = toDistance(row[j]);
    return row;
  }
}

/** Distances of all pairs i < j, row by row. */
class PairDistances {
  readonly n: number;
  readonly values: Float64Array;

  constructor(x: Float64Array, features: number, metric: MetricName) {
    const rows = new DistanceRows(x, features, metric);
    this.n = rows.n;
    this.values = new Float64Array((rows.n * (rows.n - 1)) / 2);
    for (let i = 0; i < rows.n - 1; i++) this.values.set(rows.from(i).subarray(i + 1), this.at(i, i + 1));
  }

  /** Where the distance of two different samples is. */
  at(a: number, b: number): number {
    return a < b ? a * this.n - (a * (a + 3)) / 2 + b - 1 : b * this.n - (b * (b + 3)) / 2 + a - 1;
  }
}

/**
 * Distance of a cluster i from the union of x and y, by those of the three.
 *
 * @reference Lance & Williams (1967)
 */
type Update = (dx: number, dy: number, dxy: number, nx: number, ny: number, ni: number) => number;

const updates: Readonly<Record<Exclude<Linkage, 'single'>, Update>> = {
  ward: (dx, dy, dxy, nx, ny, ni) =>
    Math.sqrt(((nx + ni) * dx * dx + (ny + ni) * dy * dy - ni * dxy * dxy) / (nx + ny + ni)),
  complete: (dx, dy) => Math.max(dx, dy),
  average: (dx, dy, _dxy, nx, ny) => (nx * dx + ny * dy) / (nx + ny),
};

/**
 * Merges the two nearest clusters until one is left.
 *
 * @shape x [N, F]
 * @complexity O(N²·F) time, O(N²) memory; O(N) for single linkage
 */
export function linkageTree(x: Float64Array, features: number, linkage: Linkage, metric: MetricName): MergeTree {
  return linkage === 'single'
    ? spanningTree(x, features, metric)
    : chainOfNeighbors(new PairDistances(x, features, metric), updates[linkage]);
}

/**
 * Goes from a cluster to its nearest, and on, until two are each other's nearest: these will be merged sooner or later, whatever else
 * is, as merging brings no cluster nearer.
 *
 * @reference Murtagh (1983); Müllner (2011), Modern hierarchical, agglomerative clustering algorithms
 */
function chainOfNeighbors(pairs: PairDistances, update: Update): MergeTree {
  const { n, values } = pairs;
  const sizes = new Float64Array(n).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < n - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    for (;;) {
      const x = chain[chain.length - 1];
      // Of equally near ones the one before in the chain, or it could go round in circles.
      let nearest = chain.length > 1 ? chain[chain.length - 2] : -1;
      let least = nearest < 0 ? Number.POSITIVE_INFINITY : values[pairs.at(x, nearest)];
      for (let i = 0; i < n; i++) {
        if (sizes[i] === 0 || i === x) continue;
        const distance = values[pairs.at(x, i)];
        if (distance < least) {
          least = distance;
          nearest = i;
        }
      }
      if (chain.length > 1 && nearest === chain[chain.length - 2]) {
        chain.length -= 2;
        const [a, b] = x < nearest ? [x, nearest] : [nearest, x];
        merges.push({ a, b, distance: least });
        const [na, nb] = [sizes[a], sizes[b]];
        sizes[a] = 0; // the union goes on as b
        sizes[b] = na + nb;
        for (let i = 0; i < n; i++) {
          if (sizes[i] === 0 || i === b) continue;
          const at = pairs.at(i, b);
          values[at] = update(values[pairs.at(i, a)], values[at], least, na, nb, sizes[i]);
        }
        break;
      }
      chain.push(nearest);
    }
  }
  return numbered(merges, n, true);
}

/**
 * Single linkage merges along the edges of a minimum spanning tree, which needs no memory for all pairs.
 *
 * @reference Prim (1957); Gower & Ross (1969)
 */
function spanningTree(x: Float64Array, features: number, metric: MetricName): MergeTree {
  const rows = new DistanceRows(x, features, metric);
  const { n } = rows;
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(n);
  const inTree = new Uint8Array(n);
  const merges: Merge[] = [];
  let current = 0;
  while (merges.length < n - 1) {
    inTree[current] = 1;
    const distances = rows.from(current);
    let next = -1;
    for (let j = 0; j < n; j++) {
      if (inTree[j] === 1) continue;
      if (distances[j] < nearest[j]) {
        nearest[j] = distances[j];
        from[j] = current;
      }
      if (next < 0 || nearest[j] < nearest[next]) next = j;
    }
    merges.push({ a: from[next], b: next, distance: nearest[next] });
    current = next;
  }
  return numbered(merges, n, false);
}

/** Of two clusters that samples a and b stand for. */
interface Merge {
  readonly a: number;
  readonly b: number;
  readonly distance: number;
}

/** Merges in the order of their distances, with nodes in place of samples. */
function numbered(merges: readonly Merge[], n: number, ascending: boolean): MergeTree {
  const order = [...merges].sort((one, other) => one.distance - other.distance); // stable
  const sets = new DisjointSets(n);
  const nodeOf = Int32Array.from({ length: n }, (_, i) => i); // by the sample that stands for a set
  const children = new Int32Array(2 * order.length);
  order.forEach(({ a, b }, i) => {
    const [one, other] = [nodeOf[sets.find(a)], nodeOf[sets.find(b)]];
    const swap = ascending && one > other;
    children[2 * i] = swap ? other : one;
    children[2 * i + 1] = swap ? one : other;
    sets.join(a, b);
    nodeOf[sets.find(a)] = n + i;
  });
  return { children, distances: Float64Array.from(order, ({ distance }) => distance) };
}
