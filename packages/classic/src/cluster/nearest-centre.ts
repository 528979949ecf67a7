import { allocate, engine, heapView, type Tensor } from '@ml/tensor';
import { classicKernels } from '../engine/classic-kernels.ts';

/** Samples whose distances and sums are made together: they stay in the cache, and sums do not depend on threads. */
const blockSize = 512;
/** Samples worth a task of their own. */
const grain = 2048;

/** Sums over the samples of each cluster. */
export interface ClusterSums {
  /** Σ w·x. @shape [K, D] */
  readonly sums: Float64Array;
  /** Σ w. @shape [K] */
  readonly totals: Float64Array;
}

export interface NearestCentreOptions {
  /** Add up the samples of each cluster. */
  readonly sums?: boolean;
  /** Remember bounds of distances: for centres that move less and less, most distances need not be computed. Labels are the same. */
  readonly bounds?: boolean;
}

/** For more centres than this their distances from each other cost more than they save. */
const mostNeighbors = 256;

/**
 * Sends samples to their nearest centres.
 *
 * A sample's label is arg min over k of ‖cₖ‖² − 2·x·cₖ, which is the squared distance but for ‖x‖²; of equal ones the first.
 *
 * @reference bounds: Hamerly (2010), Making k-means even faster
 */
export class NearestCentre {
  readonly #x: Tensor<[number, number]>;
  readonly #weights: Tensor | null;
  readonly #k: number;
  readonly #padded: number;
  readonly #blocks: number;
  readonly #labels: Tensor;
  readonly #changed: Tensor;
  readonly #centres: Tensor;
  readonly #norms: Tensor;
  readonly #sums: Tensor | null;
  readonly #totals: Tensor | null;
  readonly #bounds: Bounds | null;

  constructor(
    x: Tensor<[number, number]>,
    weights: Tensor | null,
    k: number,
    { sums = false, bounds = false }: NearestCentreOptions = {},
  ) {
    const [n, d] = x.shape;
    this.#x = x;
    this.#weights = weights;
    this.#k = k;
    this.#padded = Math.ceil(k / 4) * 4;
    this.#blocks = Math.ceil(n / blockSize);
    this.#labels = allocate([n], 'int32');
    (heapView(this.#labels) as Int32Array).fill(-1);
    this.#changed = allocate([this.#blocks], 'int32');
    this.#centres = allocate([d, this.#padded], 'float64');
    this.#norms = allocate([this.#padded], 'float64');
    this.#sums = sums ? allocate([this.#blocks, k, d], 'float64') : null;
    this.#totals = sums ? allocate([this.#blocks, k], 'float64') : null;
    this.#bounds = bounds ? new Bounds(x, k) : null;
  }

  /** The labels of the last `assign`; they change with the next. @shape [N] */
  get labels(): Int32Array {
    return heapView(this.#labels) as Int32Array;
  }

  /**
   * @param centres [K, D]
   * @returns how many labels are others than before
   */
  assign(centres: Float64Array): number {
    this.#layOut(centres);
    const [n, d] = this.#x.shape;
    const address = (x: Tensor | null): number => (x === null ? 0 : x.address);
    const [labels, changed, sums, totals] = [this.#labels, this.#changed, this.#sums, this.#totals].map(address);
    const [x, weights, at, norms] = [this.#x, this.#weights, this.#centres, this.#norms].map(address);
    const bounds = this.#bounds?.after(centres, heapView(this.#norms) as Float64Array) ?? withoutBounds;
    engine.forRanges(
      classicKernels.threaded('assignToCentres'),
      this.#blocks,
      { grain: grain / blockSize },
      (from, count) => [
        ...[labels, changed, sums, totals, x, weights, at, norms, ...bounds],
        ...[n, d, this.#k, this.#padded, blockSize, from, count],
      ],
    );
    return (heapView(this.#changed) as Int32Array).reduce((total, moved) => total + moved, 0);
  }

  /** Of the last `assign`, added up block by block. */
  clusterSums(): ClusterSums {
    const d = this.#x.shape[1];
    const sums = new Float64Array(this.#k * d);
    const totals = new Float64Array(this.#k);
    const partSums = heapView(this.#sums as Tensor) as Float64Array;
    const partTotals = heapView(this.#totals as Tensor) as Float64Array;
    for (let block = 0; block < this.#blocks; block++) {
      for (let i = 0, at = block * sums.length; i < sums.length; i++, at++) sums[i] += partSums[at];
      for (let k = 0, at = block * this.#k; k < this.#k; k++, at++) totals[k] += partTotals[at];
    }
    return { sums, totals };
  }

  /** Centres as columns, and their squared norms; what fills up the last vector is infinitely far away. */
  #layOut(centres: Float64Array): void {
    const d = this.#x.shape[1];
    const columns = heapView(this.#centres) as Float64Array;
    const norms = heapView(this.#norms) as Float64Array;
    columns.fill(0);
    norms.fill(Number.POSITIVE_INFINITY);
    for (let k = 0; k < this.#k; k++) {
      let norm = 0;
      for (let j = 0; j < d; j++) {
        const value = centres[k * d + j];
        columns[j * this.#padded + k] = value;
        norm += value * value;
      }
      norms[k] = norm;
    }
  }
}

/** In the place of ten arguments about bounds. */
const withoutBounds: readonly number[] = Array.from({ length: 10 }, () => 0);

/** What is known of distances without computing them. */
class Bounds {
  /** Arrays that kernels read and write: upper, lower, squares, rows, moves, half, waiting. */
  readonly #upper: Tensor;
  readonly #lower: Tensor;
  readonly #squares: Tensor;
  readonly #rows: Tensor;
  readonly #moves: Tensor;
  readonly #half: Tensor;
  readonly #waiting: Tensor;
  readonly #d: number;
  #last: Float64Array | null = null;

  constructor(x: Tensor<[number, number]>, k: number) {
    const [n, d] = x.shape;
    this.#d = d;
    this.#upper = allocate([n], 'float64');
    this.#lower = allocate([n], 'float64');
    this.#squares = allocate([n], 'float64');
    this.#rows = allocate([k, d], 'float64');
    this.#moves = allocate([k], 'float64');
    this.#half = allocate([k], 'float64');
    this.#waiting = allocate([n], 'int32');
    const [samples, squares] = [heapView(x), heapView(this.#squares)] as Float64Array[];
    for (let i = 0, at = 0; i < n; i++) {
      let square = 0;
      for (let j = 0; j < d; j++, at++) square += samples[at] * samples[at];
      squares[i] = square;
    }
  }

  /** The arguments of the kernel when the centres, and their squared norms, are these. */
  after(centres: Float64Array, norms: Float64Array): number[] {
    const d = this.#d;
    const moves = heapView(this.#moves) as Float64Array;
    const half = heapView(this.#half) as Float64Array;
    const last = this.#last ?? centres;
    let farthest = 0;
    let largest = 0;
    for (let k = 0; k < moves.length; k++) {
      moves[k] = Math.sqrt(squaredDistance(centres, k * d, last, k * d, d));
      farthest = Math.max(farthest, moves[k]);
      largest = Math.max(largest, norms[k]);
    }
    halfDistances(half, centres, d);
    (heapView(this.#rows) as Float64Array).set(centres);
    this.#last = centres.slice();
    const arrays = [this.#upper, this.#lower, this.#squares, this.#rows, this.#moves, this.#half, this.#waiting];
    return [...arrays.map(({ address }) => address), farthest, 4 * (d + 4) * 2 ** -53, largest];
  }
}

/** Half of the distance of each centre from the next one; 0, which bounds nothing, where there are too many. */
function halfDistances(half: Float64Array, centres: Float64Array, d: number): void {
  half.fill(half.length > mostNeighbors || half.length === 1 ? 0 : Number.POSITIVE_INFINITY);
  if (half.length > mostNeighbors) return;
  for (let a = 0; a < half.length; a++) {
    for (let b = 0; b < a; b++) {
      const distance = Math.sqrt(squaredDistance(centres, a * d, centres, b * d, d)) / 2;
      half[a] = Math.min(half[a], distance);
      half[b] = Math.min(half[b], distance);
    }
  }
}

/** Σ w·‖x − c(x)‖² over samples x and their centres, which is not taken from norms: that would lose digits. */
export function inertiaOf(
  x: Float64Array,
  weights: Float64Array | null,
  centres: Float64Array,
  labels: Int32Array,
): number {
  const d = x.length / labels.length;
  let inertia = 0;
  for (let i = 0; i < labels.length; i++) {
    const squared = squaredDistance(x, i * d, centres, labels[i] * d, d);
    inertia += weights === null ? squared : weights[i] * squared;
  }
  return inertia;
}

/** ‖a − b‖² of rows that begin at these places. */
export function squaredDistance(a: Float64Array, aAt: number, b: Float64Array, bAt: number, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const apart = a[aAt + j] - b[bAt + j];
    sum += apart * apart;
  }
  return sum;
}
