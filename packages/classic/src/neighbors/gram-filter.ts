// Which samples can be near at all: a matrix product in single precision that is never too large.
import { fromBuffer, heapView, matmul, min, slice, type Tensor, tidy, transpose } from '@ml/tensor';
import { selectBelow } from './select-below.ts';

/** Samples whose smallest bound is looked at first. */
const group = 16;
/** Rows of a block, of samples and of queries: their product stays in the caches. */
const blockRows = { samples: 1024, queries: 512 } as const;

/** Told of a pair that may be near enough. */
export type Candidate = (query: number, sample: number) => void;

/**
 * For a query x and samples y: |x − y|² − |x|² = |y|² − 2x·y, all samples and queries as one product of matrices in float32, with
 * two more columns that take from it what rounding can have added,
 *
 *   [y, (1 − ε)|y|², |y|] · [−2x, 1, −2ε|x|]ᵀ ≤ |y|² − 2x·y,     ε ≥ (F + 8)·2⁻²⁴,
 *
 * since the error of such a sum in any order is at most γ(F + 2)·Σ|terms| ≤ ε(2|x||y| + |y|²) (Higham, Accuracy and Stability, §3.1).
 * Samples whose bound is above the limit of a query are passed over, sixteen at a time; whoever asks looks at the others exactly.
 * Distances do not change when the mean is taken away from both, and rounding then takes less from them.
 */
export class GramFilter {
  readonly #samples: Tensor<[number, number]>;
  readonly #queries: Tensor<[number, number]>;
  readonly #count: number;
  /** |x|² of each query, centred and scaled; with its share of the rounding taken off. */
  readonly #squares: Float64Array;
  /** What squared distances are multiplied with, so that float32 neither overflows nor loses small numbers. */
  readonly #scale: number;

  private constructor(
    samples: Float64Array,
    queries: Float64Array,
    features: number,
    means: Float64Array,
    scale: number,
  ) {
    const epsilon = 1.1 * (features + 8) * 2 ** -24;
    this.#scale = scale * scale;
    this.#count = samples.length / features;
    const padded = Math.ceil(this.#count / group) * group;
    const left = new Float32Array(padded * (features + 2));
    const right = new Float32Array((queries.length / features) * (features + 2));
    this.#squares = new Float64Array(queries.length / features);
    for (let row = 0, to = 0; row < padded; row++, to += 2) {
      if (row >= this.#count) {
        to += features;
        left[to] = farAway;
        continue;
      }
      const square = centredRow(left, to, samples, row, means, scale);
      to += features;
      left[to] = (1 - epsilon) * square;
      left[to + 1] = Math.sqrt(square);
    }
    for (let row = 0, to = 0; row < this.#squares.length; row++, to += 2) {
      const square = centredRow(right, to, queries, row, means, -2 * scale) / 4;
      to += features;
      right[to] = 1;
      right[to + 1] = -2 * epsilon * Math.sqrt(square);
      this.#squares[row] = square * (1 - (features + 8) * 2 ** -50);
    }
    this.#samples = fromBuffer(left, [padded, features + 2]);
    this.#queries = fromBuffer(right, [this.#squares.length, features + 2]);
  }

  /**
   * The filter for these rows, or null where single precision says nothing about them: very many features, or numbers whose
   * squares overflow. Call inside `tidy`.
   *
   * @shape samples [N, F], queries [Q, F]
   */
  static of(samples: Float64Array, queries: Float64Array, features: number): GramFilter | null {
    if (features > 2 ** 20) return null;
    const means = new Float64Array(features);
    for (let i = 0, j = 0; i < samples.length; i++, j = j + 1 === features ? 0 : j + 1) means[j] += samples[i];
    for (let j = 0; j < features; j++) means[j] /= samples.length / features;
    const largest = Math.max(largestSquare(samples, means), largestSquare(queries, means));
    if (!(largest < 2 ** 1000)) return null;
    // A power of two: nothing is lost. Where all is one point, or too small for its squares, 1 does.
    const scale = largest < 2 ** -1000 ? 1 : 2 ** -Math.ceil(Math.log2(largest) / 2);
    return new GramFilter(samples, queries, features, means, scale);
  }

  /**
   * Tells every pair whose squared distance may be ≤ the limit of its query, samples ascending for each query.
   *
   * @param limitOf a squared distance; it may shrink whenever a candidate of the query has been told
   */
  scan(limitOf: (query: number) => number, candidate: Candidate): void {
    const queries = this.#squares.length;
    for (let first = 0; first < queries; first += blockRows.queries)
      this.#scanQueries(first, Math.min(queries, first + blockRows.queries), limitOf, candidate);
  }

  #scanQueries(first: number, end: number, limitOf: (query: number) => number, candidate: Candidate): void {
    const columns = end - first;
    const limits = new Float32Array(columns);
    for (let column = 0; column < columns; column++) limits[column] = this.#limit(first + column, limitOf);
    const found = new Int32Array((blockRows.samples / group) * columns);
    const padded = this.#samples.shape[0];
    for (let start = 0; start < padded; start += blockRows.samples) {
      const rows = Math.min(blockRows.samples, padded - start);
      tidy(() => {
        const samples = slice(this.#samples as Tensor, { start, stop: start + rows });
        const queries = slice(this.#queries as Tensor, { start: first, stop: end });
        const product = matmul(samples, transpose(queries));
        const smallest = min(product.reshape([rows / group, group, columns]), { axis: 1 });
        const bounds = heapView(product) as Float32Array;
        const groups = heapView(smallest) as Float32Array;
        const count = selectBelow(found, groups, limits, rows / group, columns);
        for (let i = 0; i < count; i++) {
          const column = found[i] % columns;
          if (groups[found[i]] > limits[column]) continue; // it has shrunk
          let sample = ((found[i] - column) / columns) * group;
          for (const stop = sample + group; sample < stop; sample++) {
            if (bounds[sample * columns + column] > limits[column] || start + sample >= this.#count) continue;
            candidate(first + column, start + sample);
            limits[column] = this.#limit(first + column, limitOf);
          }
        }
      });
    }
  }

  /** The limit of a bound in float32, rounded up. */
  #limit(query: number, limitOf: (query: number) => number): number {
    const limit = limitOf(query) * this.#scale - this.#squares[query];
    return limit + Math.abs(limit) * 2 ** -22 + 1e-35;
  }
}

/** Bound of the rows that fill the last group. */
const farAway = 1e30;

/** Writes (row − means)·scale, and returns the square of its length. */
function centredRow(
  out: Float32Array,
  to: number,
  rows: Float64Array,
  row: number,
  means: Float64Array,
  scale: number,
): number {
  let square = 0;
  for (let j = 0, from = row * means.length; j < means.length; j++) {
    const value = (rows[from + j] - means[j]) * scale;
    out[to + j] = value;
    square += value * value;
  }
  return square;
}

function largestSquare(rows: Float64Array, means: Float64Array): number {
  let largest = 0;
  for (let from = 0; from < rows.length; from += means.length) {
    let square = 0;
    for (let j = 0; j < means.length; j++) square += (rows[from + j] - means[j]) ** 2;
    if (!(square <= largest)) largest = square;
  }
  return largest;
}
