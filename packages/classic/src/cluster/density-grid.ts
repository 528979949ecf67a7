import { coreSamples, type DensityClusters, DisjointSets, numberClusters } from './density-clusters.ts';

/** In more dimensions a cell has too many cells within reach. */
export const mostGridFeatures = 3;
/** Cells along an axis that a number can count: beyond that samples are so few in a cell that a grid is no help. */
const mostCells = 2 ** 20;

/**
 * DBSCAN's clusters of samples in one to three dimensions, on a grid of cells so small (eps/√F) that all samples of a cell are neighbours:
 * of most pairs of samples the distance need never be computed.
 *
 * @returns null where the samples spread over too many cells
 * @complexity O(N) for a density that does not grow with N
 * @reference Gunawan (2013), A faster algorithm for DBSCAN
 */
export function clustersOnGrid(
  x: Float64Array,
  features: number,
  {
    eps,
    minSamples,
    weights,
  }: { readonly eps: number; readonly minSamples: number; readonly weights: Float64Array | null },
): DensityClusters | null {
  const grid = Grid.of(x, features, eps);
  if (grid === null) return null;
  const n = x.length / features;
  const isCore = new Uint8Array(n);
  for (let cell = 0; cell < grid.cells; cell++) markCore(grid, cell, minSamples, weights, isCore);
  const sets = new DisjointSets(n);
  /** A core sample of each cell, or −1. */
  const first = new Int32Array(grid.cells).fill(-1);
  for (let cell = 0; cell < grid.cells; cell++) {
    for (let at = grid.starts[cell]; at < grid.starts[cell + 1]; at++) {
      const i = grid.members[at];
      if (isCore[i] === 0) continue;
      if (first[cell] < 0) first[cell] = i;
      else sets.join(first[cell], i);
    }
  }
  for (let cell = 0; cell < grid.cells; cell++) {
    if (first[cell] < 0) continue;
    grid.forNear(cell, (near) => {
      if (near <= cell || first[near] < 0 || sets.find(first[cell]) === sets.find(first[near])) return;
      if (grid.touch(cell, near, isCore)) sets.join(first[cell], first[near]);
    });
  }
  const labels = numberClusters(sets, isCore);
  for (let cell = 0; cell < grid.cells; cell++) labelBorder(grid, cell, isCore, labels);
  return { labels, core: coreSamples(isCore) };
}

function markCore(
  grid: Grid,
  cell: number,
  minSamples: number,
  weights: Float64Array | null,
  isCore: Uint8Array,
): void {
  const { starts, members } = grid;
  const weightOf = (i: number): number => (weights === null ? 1 : weights[i]);
  let inside = 0;
  for (let at = starts[cell]; at < starts[cell + 1]; at++) inside += weightOf(members[at]);
  const near: number[] = [];
  if (inside < minSamples) grid.forNear(cell, (other) => void (other !== cell && near.push(other)));
  for (let at = starts[cell]; at < starts[cell + 1]; at++) {
    const i = members[at];
    let weight = inside;
    for (let k = 0; k < near.length && weight < minSamples; k++) {
      for (let b = starts[near[k]]; b < starts[near[k] + 1] && weight < minSamples; b++)
        if (grid.isNear(i, members[b])) weight += weightOf(members[b]);
    }
    isCore[i] = weight >= minSamples ? 1 : 0;
  }
}

/** The first cluster among the core neighbours of samples that are not core. */
function labelBorder(grid: Grid, cell: number, isCore: Uint8Array, labels: Int32Array): void {
  const { starts, members } = grid;
  for (let at = starts[cell]; at < starts[cell + 1]; at++) {
    const i = members[at];
    if (isCore[i] === 1) continue;
    grid.forNear(cell, (near) => {
      for (let b = starts[near]; b < starts[near + 1]; b++) {
        const j = members[b];
        const better = isCore[j] === 1 && (labels[i] < 0 || labels[j] < labels[i]);
        if (better && (near === cell || grid.isNear(i, j))) labels[i] = labels[j];
      }
    });
  }
}

/** Samples by cells. */
class Grid {
  /** Cells within reach, as differences of keys with the differences of their places. */
  readonly #reach: readonly number[];
  readonly #cellOf: ReadonlyMap<number, number>;

  private constructor(
    readonly x: Float64Array,
    readonly features: number,
    readonly eps: number,
    /** Cells that have samples. */
    readonly cells: number,
    /** Samples of cell c are `members[starts[c] … starts[c + 1]]`, in ascending order. */
    readonly starts: Int32Array,
    readonly members: Int32Array,
    readonly keys: Float64Array,
    cellOf: ReadonlyMap<number, number>,
    reach: readonly number[],
  ) {
    this.#cellOf = cellOf;
    this.#reach = reach;
  }

  static of(x: Float64Array, features: number, eps: number): Grid | null {
    const n = x.length / features;
    // A little smaller than eps/√F, so that rounding cannot make a cell too large.
    const side = (eps / Math.sqrt(features)) * (1 - 1e-12);
    const least = Array.from({ length: features }, (_, j) => extreme(x, features, j, Math.min));
    const most = Array.from({ length: features }, (_, j) => extreme(x, features, j, Math.max));
    const border = Math.ceil(Math.sqrt(features)) + 1; // nobody's reach goes over the edge into another row
    const sizes = least.map((low, j) => Math.floor((most[j] - low) / side) + 1 + 2 * border);
    if (sizes.some((size) => !(size <= mostCells)) || sizes.reduce((a, b) => a * b) > Number.MAX_SAFE_INTEGER)
      return null;
    const cellOf = new Map<number, number>();
    const keys: number[] = [];
    const cellOfSample = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      let key = 0;
      for (let j = 0; j < features; j++)
        key = key * sizes[j] + border + Math.floor((x[i * features + j] - least[j]) / side);
      let cell = cellOf.get(key);
      if (cell === undefined) {
        cell = keys.push(key) - 1;
        cellOf.set(key, cell);
      }
      cellOfSample[i] = cell;
    }
    const starts = new Int32Array(keys.length + 1);
    for (const cell of cellOfSample) starts[cell + 1]++;
    for (let cell = 0; cell < keys.length; cell++) starts[cell + 1] += starts[cell];
    const next = starts.slice();
    const members = new Int32Array(n);
    for (let i = 0; i < n; i++) members[next[cellOfSample[i]]++] = i;
    const reach = reachOf(features, sizes);
    return new Grid(x, features, eps, keys.length, starts, members, Float64Array.from(keys), cellOf, reach);
  }

  /** Every cell, itself among them, that may have neighbours of samples of this one. */
  forNear(cell: number, visit: (near: number) => void): void {
    for (const step of this.#reach) {
      const near = this.#cellOf.get(this.keys[cell] + step);
      if (near !== undefined) visit(near);
    }
  }

  /** Whether two samples are at most eps apart. */
  isNear(a: number, b: number): boolean {
    const { x, features, eps } = this;
    let sum = 0;
    for (let j = 0; j < features; j++) {
      const apart = x[a * features + j] - x[b * features + j];
      sum += apart * apart;
    }
    return sum <= eps * eps;
  }

  /** Whether core samples of two cells are neighbours. */
  touch(one: number, other: number, isCore: Uint8Array): boolean {
    const { starts, members } = this;
    for (let a = starts[one]; a < starts[one + 1]; a++) {
      if (isCore[members[a]] === 0) continue;
      for (let b = starts[other]; b < starts[other + 1]; b++)
        if (isCore[members[b]] === 1 && this.isNear(members[a], members[b])) return true;
    }
    return false;
  }
}

/** Differences of keys between a cell and those whose samples may be within eps, which is √F sides. */
function reachOf(features: number, sizes: readonly number[]): number[] {
  const span = Math.ceil(Math.sqrt(features));
  let steps: { key: number; gap: number }[] = [{ key: 0, gap: 0 }];
  for (let j = 0; j < features; j++) {
    steps = steps.flatMap(({ key, gap }) =>
      Array.from({ length: 2 * span + 1 }, (_, i) => i - span).map((step) => ({
        key: key * sizes[j] + step,
        gap: gap + Math.max(0, Math.abs(step) - 1) ** 2, // sides between the nearest points of the cells
      })),
    );
  }
  return steps.filter(({ gap }) => gap <= features).map(({ key }) => key);
}

function extreme(x: Float64Array, features: number, j: number, better: (a: number, b: number) => number): number {
  let value = x[j];
  for (let at = j; at < x.length; at += features) value = better(value, x[at]);
  return value;
}
