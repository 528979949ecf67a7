export type NeighborWeights = 'uniform' | 'distance';

export interface Donors {
  /** NaN where a value is missing. [N, columns] */
  readonly samples: Float64Array;
  readonly columns: number;
  readonly nNeighbors: number;
  readonly weights: NeighborWeights;
}

/**
 * Fills every NaN of `rows` with the weighted mean of its column in the nearest donors that have it.
 *
 * A row is compared with all donors once, over the features that it has; each gap then picks its own nearest among them.
 *
 * @shape out [M, columns], rows [M, columns]
 */
export function imputeRows(out: Float64Array, rows: Float64Array, donors: Donors): void {
  const { samples, columns, nNeighbors, weights } = donors;
  const count = samples.length / columns;
  const squares = new Float64Array(count);
  const near = new NearestDonors(Math.min(nNeighbors, count));
  const present = new Int32Array(columns);
  for (let row = 0; row < rows.length; row += columns) {
    let features = 0;
    for (let j = 0; j < columns; j++) if (!Number.isNaN(rows[row + j])) present[features++] = j;
    if (features === columns) continue;
    squaredDistances(squares, rows.subarray(row, row + columns), donors, present.subarray(0, features));
    for (let j = 0; j < columns; j++) {
      if (!Number.isNaN(rows[row + j])) continue;
      near.clear();
      for (let i = 0; i < count; i++)
        if (squares[i] < near.limit && !Number.isNaN(samples[i * columns + j])) near.add(squares[i], i);
      out[row + j] = near.count === 0 ? columnMean(samples, columns, j) : near.mean(samples, columns, j, weights);
    }
  }
}

/** Over the features that both have, scaled up to all; NaN where there are none. */
function squaredDistances(
  out: Float64Array,
  row: Float64Array,
  { samples, columns }: Donors,
  present: Int32Array,
): void {
  for (let i = 0, at = 0; i < out.length; i++, at += columns) {
    let sum = 0;
    let shared = 0;
    for (let k = 0; k < present.length; k++) {
      const step = row[present[k]] - samples[at + present[k]];
      if (!Number.isNaN(step)) {
        sum += step * step;
        shared++;
      }
    }
    out[i] = (sum * columns) / shared;
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

/** NaN for a column without a value. */
function columnMean(samples: Float64Array, columns: number, column: number): number {
  let sum = 0;
  let count = 0;
  for (let at = column; at < samples.length; at += columns) {
    if (Number.isNaN(samples[at])) continue;
    sum += samples[at];
    count++;
  }
  return sum / count;
}
