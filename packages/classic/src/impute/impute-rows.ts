import { matmul, tidy } from '@ml/tensor';
import { values } from '../base/values.ts';
import { newMatrix } from '../preprocessing/new-matrix.ts';

export type NeighborWeights = 'uniform' | 'distance';

export interface Donors {
  /** NaN where a value is missing. [N, columns] */
  readonly samples: Float64Array;
  readonly columns: number;
  readonly nNeighbors: number;
  readonly weights: NeighborWeights;
}

/** Distances held at a time. */
const blockSize = 1 << 20;

/**
 * Fills every NaN of `rows` with the weighted mean of its column in the nearest donors that have it.
 *
 * Distances over the features that two rows share come from two matrix products, a block of rows at a time. Products round where
 * rows are close, so they only say who may be among the nearest of a gap: those are measured again, exactly.
 *
 * @shape out [M, columns], rows [M, columns]
 */
export function imputeRows(out: Float64Array, rows: Float64Array, donors: Donors): void {
  const { columns } = donors;
  const count = donors.samples.length / columns;
  const gaps = rowsWithGaps(rows, columns);
  const centre = columnMeans(donors.samples, columns);
  const perBlock = Math.max(1, Math.floor(blockSize / count));
  tidy(() => {
    const right = new MaskedRows(
      donors.samples,
      centre,
      Int32Array.from({ length: count }, (_, i) => i),
    );
    for (let from = 0; from < gaps.length; from += perBlock) {
      tidy(() => {
        const block = gaps.subarray(from, from + perBlock);
        const left = new MaskedRows(rows, centre, block);
        const near = values(matmul(left.terms([2, 1, 0]), right.terms([0, 1, 2], -2).transpose()));
        const shared = values(matmul(left.mask(), right.mask().transpose()));
        for (let at = 0; at < near.length; at++) near[at] = (near[at] * columns) / shared[at];
        for (let k = 0; k < block.length; k++) {
          // far above what the products round by, however long the rows are
          const slack = 32 * columns * columns * Number.EPSILON * (left.squares[k] + right.largest);
          fillRow(out, rows, donors, { row: block[k], near: near.subarray(k * count, (k + 1) * count), slack, centre });
        }
      });
    }
  });
}

interface RowDistances {
  readonly row: number;
  /** Squared distances to the donors, NaN where nothing is shared; each off by less than the slack. */
  readonly near: Float64Array;
  readonly slack: number;
  readonly centre: Float64Array;
}

function fillRow(out: Float64Array, rows: Float64Array, donors: Donors, { row, near, slack, centre }: RowDistances) {
  const { samples, columns, nNeighbors, weights } = donors;
  const size = Math.min(nNeighbors, near.length);
  const rough = new NearestDonors(size);
  const exact = new NearestDonors(size);
  const at = row * columns;
  for (let j = 0; j < columns; j++) {
    if (!Number.isNaN(rows[at + j])) continue;
    rough.clear();
    for (let i = 0; i < near.length; i++)
      if (near[i] < rough.limit && !Number.isNaN(samples[i * columns + j])) rough.add(near[i], i);
    if (rough.count === 0) {
      out[at + j] = centre[j];
      continue;
    }
    exact.clear();
    const limit = rough.limit + 2 * slack;
    for (let i = 0; i < near.length; i++) {
      if (!(near[i] <= limit) || Number.isNaN(samples[i * columns + j])) continue;
      const square = squaredDistance(rows, at, samples, i * columns, columns);
      if (square < exact.limit) exact.add(square, i);
    }
    out[at + j] = exact.mean(samples, columns, j, weights);
  }
}

/** Over the features that both have, scaled up to all. */
function squaredDistance(a: Float64Array, from: number, b: Float64Array, to: number, columns: number): number {
  let sum = 0;
  let shared = 0;
  for (let j = 0; j < columns; j++) {
    const step = a[from + j] - b[to + j];
    if (Number.isNaN(step)) continue;
    sum += step * step;
    shared++;
  }
  return (sum * columns) / shared;
}

/** Rows less the centre, 0 where a value is missing, as the factors of Σ m m' (x − x')² = Σ x²·m' − 2 x·x' + m·x'². */
class MaskedRows {
  readonly squares: Float64Array;
  readonly largest: number;

  constructor(
    readonly data: Float64Array,
    readonly centre: Float64Array,
    readonly rows: Int32Array,
  ) {
    const columns = centre.length;
    this.squares = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      for (let j = 0; j < columns; j++) {
        const value = data[rows[i] * columns + j] - centre[j];
        if (!Number.isNaN(value)) this.squares[i] += value * value;
      }
    }
    this.largest = this.squares.reduce((most, square) => Math.max(most, square), 0);
  }

  /** Powers of the values that are there, side by side; those of power 1 times the factor. @shape → [rows, 3 · columns] */
  terms(powers: readonly number[], factor = 1) {
    const columns = this.centre.length;
    const out = newMatrix(this.rows.length, powers.length * columns);
    const to = values(out);
    for (let i = 0, at = 0; i < this.rows.length; i++) {
      for (const power of powers) {
        for (let j = 0; j < columns; j++, at++) {
          const value = this.data[this.rows[i] * columns + j] - this.centre[j];
          to[at] = Number.isNaN(value) ? 0 : power === 0 ? 1 : power === 1 ? factor * value : value * value;
        }
      }
    }
    return out;
  }

  /** 1 where a value is there. @shape → [rows, columns] */
  mask() {
    return this.terms([0]);
  }
}

/** The nearest so far, in ascending order; of equally near ones those that came first. */
class NearestDonors {
  readonly #squares: Float64Array;
  readonly #indices: Int32Array;
  count = 0;
  /** What is not nearer than this need not be added. */
  limit = Number.POSITIVE_INFINITY;

  constructor(size: number) {
    this.#squares = new Float64Array(size);
    this.#indices = new Int32Array(size);
  }

  clear(): void {
    this.count = 0;
    this.limit = Number.POSITIVE_INFINITY;
  }

  add(square: number, index: number): void {
    const squares = this.#squares;
    const indices = this.#indices;
    if (this.count < squares.length) this.count++;
    let at = this.count - 1;
    for (; at > 0 && squares[at - 1] > square; at--) {
      squares[at] = squares[at - 1];
      indices[at] = indices[at - 1];
    }
    squares[at] = square;
    indices[at] = index;
    if (this.count === squares.length) this.limit = squares[this.count - 1];
  }

  /** Of a column of the donors. */
  mean(samples: Float64Array, columns: number, column: number, weights: NeighborWeights): number {
    const atZero = this.#squares[0] === 0;
    let sum = 0;
    let total = 0;
    for (let k = 0; k < this.count; k++) {
      const square = this.#squares[k];
      const weight = weights === 'uniform' ? 1 : atZero ? (square === 0 ? 1 : 0) : 1 / Math.sqrt(square);
      sum += weight * samples[this.#indices[k] * columns + column];
      total += weight;
    }
    return sum / total;
  }
}

function rowsWithGaps(rows: Float64Array, columns: number): Int32Array {
  const found: number[] = [];
  for (let at = 0; at < rows.length; at++) {
    if (!Number.isNaN(rows[at])) continue;
    const row = Math.floor(at / columns);
    if (found[found.length - 1] !== row) found.push(row);
  }
  return Int32Array.from(found);
}

/** NaN for a column without a value. */
function columnMeans(samples: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  for (let at = 0; at < samples.length; at += columns) {
    for (let j = 0; j < columns; j++) {
      if (Number.isNaN(samples[at + j])) continue;
      sums[j] += samples[at + j];
      counts[j]++;
    }
  }
  return sums.map((sum, j) => sum / counts[j]);
}
