import { type Tensor, tidy } from '@ml/tensor';
import { checkFeatureCount, checkMatrix } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { integers, values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { columnExtremes } from './column-extremes.ts';
import { presentColumn, presentColumns, quantilesOf } from './column-quantiles.ts';
import { kmeansColumn } from './kmeans-column.ts';
import { newMatrix } from './new-matrix.ts';

export interface KBinsDiscretizerParams {
  /** Bins of every feature, or of each. */
  readonly nBins: number | readonly number[];
  /** One column of 0 and 1 for each bin, or one column of numbers of bins for each feature. 'onehot' is dense, as 'onehot-dense'. */
  readonly encode: 'onehot' | 'onehot-dense' | 'ordinal';
  /** Bins of equal width, of equally many samples, or around the centres of k-means. */
  readonly strategy: 'uniform' | 'quantile' | 'kmeans';
  /** Most samples that quantiles are taken of; null: all. */
  readonly subsample: number | null;
  readonly randomState: RandomState;
}

interface KBinsDiscretizerState {
  /** Ascending, one more than there are bins; of a constant feature −Infinity and Infinity. */
  readonly binEdges: readonly Float64Array[];
}

const name = 'KBinsDiscretizer';

/**
 * Numbers as bins. Bin k holds [edge k, edge k + 1); the first and the last reach to infinity.
 *
 * @shape X [N, F] → [N, Σ bins], or [N, F] with 'ordinal'
 * @special bins narrower than 10⁻⁸ are left out; a constant feature has one bin
 * @complexity O(F·N log N)
 * @reference agrees with sklearn.preprocessing.KBinsDiscretizer
 * @example
 * const bins = new KBinsDiscretizer({ nBins: 2, encode: 'ordinal', strategy: 'uniform' });
 * bins.fitTransform([[0], [1], [6], [10]]).toArray() // => [[0], [0], [1], [1]]
 */
export class KBinsDiscretizer extends Transformer<KBinsDiscretizerParams, KBinsDiscretizerState> {
  static readonly estimatorName = name;
  static readonly defaults: KBinsDiscretizerParams = {
    nBins: 5,
    encode: 'onehot',
    strategy: 'quantile',
    subsample: null,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer');

  /** Borders of the bins of each feature. */
  get binEdges_(): Tensor<[number]>[] {
    return this.learned.binEdges.map((edges) => vector(edges));
  }

  /** Bins of each feature. @shape → [F] int32 */
  get nBins_(): Tensor<[number]> {
    return integers(this.learned.binEdges.map((edges) => edges.length - 1));
  }

  fit(X: MatrixLike, _y: unknown = null): this {
    const { nBins, encode, strategy, subsample, randomState } = this.params;
    requireOneOf(name, 'encode', encode, ['onehot', 'onehot-dense', 'ordinal']);
    requireOneOf(name, 'strategy', strategy, ['uniform', 'quantile', 'kmeans']);
    if (subsample !== null) {
      requireCount(name, 'subsample', subsample);
      requireParameter(name, 'subsample', subsample, strategy === 'quantile', `null with strategy '${strategy}'`);
    }
    const rng = generatorOf(name, randomState);
    const binEdges = tidy(() => {
      const samples = this.fitX(X);
      const [n, columns] = samples.shape;
      const bins = typeof nBins === 'number' ? new Array<number>(columns).fill(nBins) : nBins;
      requireParameter(
        name,
        'nBins',
        nBins,
        bins.length === columns,
        `one number, or one for each of ${columns} features`,
      );
      for (const count of bins) requireCount(name, 'nBins', count, 2);
      const data = values(samples);
      const rows = subsample !== null && subsample < n ? rng.choice(n, subsample, { replace: false }) : null;
      const all =
        rows === null ? presentColumns(data, columns) : bins.map((_, j) => presentColumn(data, columns, j, rows));
      return bins.map((count, j) => edgesOf(all[j], count, strategy));
    });
    return this.learn({ binEdges });
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { binEdges } = this.learned;
    const isOrdinal = this.params.encode === 'ordinal';
    return tidy(() => {
      const samples = this.checkX(X, 'transform');
      const [n, columns] = samples.shape;
      const from = values(samples);
      const offsets = this.#offsets();
      const width = isOrdinal ? columns : offsets[columns];
      const out = newMatrix(n, width);
      const to = values(out);
      if (!isOrdinal) to.fill(0);
      for (let j = 0; j < columns; j++) {
        const edges = binEdges[j];
        for (let i = 0; i < n; i++) {
          const bin = binOf(from[i * columns + j], edges);
          if (isOrdinal) to[i * width + j] = bin;
          else to[i * width + offsets[j] + bin] = 1;
        }
      }
      return out;
    });
  }

  /** Middles of the bins. */
  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    const { binEdges } = this.learned;
    const op = `${name}.inverseTransform`;
    const isOrdinal = this.params.encode === 'ordinal';
    return tidy(() => {
      const samples = checkMatrix(op, X).X;
      const offsets = this.#offsets();
      checkFeatureCount(op, samples, isOrdinal ? binEdges.length : offsets[binEdges.length]);
      const [n, width] = samples.shape;
      const from = values(samples);
      const out = newMatrix(n, binEdges.length);
      const to = values(out);
      for (let j = 0; j < binEdges.length; j++) {
        const edges = binEdges[j];
        for (let i = 0; i < n; i++) {
          const bin = isOrdinal ? from[i * width + j] : largestOf(from, i * width + offsets[j], edges.length - 1);
          if (!(Number.isSafeInteger(bin) && bin >= 0 && bin < edges.length - 1))
            throw new DataError(
              `${op}: X has ${bin} at row ${i}, column ${j}, where bins are 0 to ${edges.length - 2}`,
            );
          to[i * binEdges.length + j] = (edges[bin] + edges[bin + 1]) * 0.5;
        }
      }
      return out;
    });
  }

  /** 'x0' with 'ordinal', otherwise 'x0_0.0', 'x0_1.0', …, as scikit-learn names them. */
  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const names = this.inputNames(inputNames);
    if (this.params.encode === 'ordinal') return [...names];
    return this.learned.binEdges.flatMap((edges, j) =>
      Array.from({ length: edges.length - 1 }, (_, bin) => `${names[j]}_${bin}.0`),
    );
  }

  /** First column of each feature's bins, and their number at the end. */
  #offsets(): number[] {
    const offsets = [0];
    for (const edges of this.learned.binEdges) offsets.push(offsets[offsets.length - 1] + edges.length - 1);
    return offsets;
  }

  protected readState(state: unknown, seen: SeenFeatures | null): KBinsDiscretizerState {
    const read: StateReader = new StateReader(name, state);
    const binEdges = read.list('binEdges', seen?.count ?? 0);
    read.require(
      binEdges.every((edges): edges is Float64Array => edges instanceof Float64Array && edges.length > 1),
      'has no edges of bins',
    );
    return { binEdges: binEdges as readonly Float64Array[] };
  }
}

/** @param column put into another order */
function edgesOf(column: Float64Array, bins: number, strategy: KBinsDiscretizerParams['strategy']): Float64Array {
  const { min, max } = columnExtremes(column, 1);
  const [low, high] = [min[0], max[0]];
  if (low === high) return Float64Array.of(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  const step = (high - low) / bins;
  const even = Float64Array.from({ length: bins + 1 }, (_, k) => (k === bins ? high : low + k * step));
  if (strategy === 'uniform') return even;
  const edges = strategy === 'quantile' ? quantileEdges(column, bins) : kmeansEdges(column, even);
  return edges.filter((edge, k) => k === 0 || edge - edges[k - 1] > 1e-8);
}

function quantileEdges(column: Float64Array, bins: number): Float64Array {
  const levels = Array.from({ length: bins + 1 }, (_, k) => (k * (100 / bins)) / 100); // rounded as percentages round
  return quantilesOf(column, levels);
}

/** Half-way between the centres of k-means, which starts from the middles of even bins. */
function kmeansEdges(column: Float64Array, even: Float64Array): Float64Array {
  const middles = even.slice(1).map((edge, k) => (edge + even[k]) * 0.5);
  const centres = kmeansColumn(column.sort(), middles);
  const between = centres.slice(1).map((centre, k) => (centre + centres[k]) * 0.5);
  return Float64Array.of(even[0], ...between, even[even.length - 1]);
}

/** How many of the inner edges are ≤ x. */
function binOf(x: number, edges: Float64Array): number {
  let low = 1;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function largestOf(data: Float64Array, from: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (data[from + k] > data[from + best]) best = k;
  return best;
}
