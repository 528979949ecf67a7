import { type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireCount, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { matrix, values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { normalCdf } from '../special/normal-cdf.ts';
import { normalQuantile } from '../special/normal-quantile.ts';
import { presentColumn, quantilesOf } from './column-quantiles.ts';
import { interpolate } from './interpolate.ts';
import { newMatrix } from './new-matrix.ts';

export interface QuantileTransformerParams {
  /** Landmarks of the distribution; at most one for each sample. */
  readonly nQuantiles: number;
  readonly outputDistribution: 'uniform' | 'normal';
  /** Most samples that quantiles are taken of, drawn for each feature. */
  readonly subsample: number;
  readonly randomState: RandomState;
}

interface QuantileTransformerState {
  /** Quantiles of feature j in [j · Q, (j + 1) · Q). */
  readonly quantiles: Float64Array;
  /** Their levels, 0 … 1. */
  readonly references: Float64Array;
}

/** How close to 0 or 1 a level counts as the end. */
const edge = 1e-7;
const epsilon = 2 ** -52;
const lowestNormal = /* @__PURE__ */ normalQuantile(edge - epsilon);
const highestNormal = /* @__PURE__ */ normalQuantile(1 - (edge - epsilon));

/**
 * Features with a uniform or a normal distribution: each value becomes its level among the quantiles, or the normal quantile of it.
 *
 * Between landmarks it is linear. A value that many samples share gets the middle of its levels. Levels of 0 and 1 would be at
 * infinity of a normal distribution; they stop at ±5.2.
 *
 * @shape X [N, F] → [N, F]
 * @special NaN counts for nothing in `fit` and stays NaN in `transform`; values beyond those of `fit` go to its ends
 * @complexity O(F·N log N)
 * @reference agrees with sklearn.preprocessing.QuantileTransformer
 * @example
 * new QuantileTransformer({ nQuantiles: 3 }).fitTransform([[1], [10], [2]]).toArray() // => [[0], [1], [0.5]]
 */
export class QuantileTransformer extends Transformer<QuantileTransformerParams, QuantileTransformerState> {
  static readonly estimatorName = 'QuantileTransformer';
  static readonly defaults: QuantileTransformerParams = {
    nQuantiles: 1000,
    outputDistribution: 'uniform',
    subsample: 10_000,
    randomState: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  /** @shape → [Q, F] */
  get quantiles_(): Tensor<[number, number]> {
    const { quantiles, references } = this.learned;
    const columns = quantiles.length / references.length;
    const out = quantiles.map((_, at) => quantiles[(at % columns) * references.length + Math.floor(at / columns)]);
    return matrix(out, references.length, columns);
  }

  /** Levels of the quantiles. @shape → [Q] */
  get references_(): Tensor<[number]> {
    return vector(this.learned.references);
  }

  get nQuantiles_(): number {
    return this.learned.references.length;
  }

  fit(X: MatrixLike, _y: unknown = null): this {
    const name = 'QuantileTransformer';
    const { nQuantiles, outputDistribution, subsample, randomState } = this.params;
    requireCount(name, 'nQuantiles', nQuantiles);
    requireCount(name, 'subsample', subsample);
    requireOneOf(name, 'outputDistribution', outputDistribution, ['uniform', 'normal']);
    requireParameter(name, 'nQuantiles', nQuantiles, nQuantiles <= subsample, `at most subsample (${subsample})`);
    const rng = generatorOf(name, randomState);
    return this.learn(
      tidy(() => {
        const samples = this.fitX(X);
        const [n, columns] = samples.shape;
        const count = Math.min(nQuantiles, n);
        const step = 1 / Math.max(count - 1, 1);
        const references = Float64Array.from({ length: count }, (_, i) => (i > 0 && i === count - 1 ? 1 : i * step));
        const levels = references.map((level) => (level * 100) / 100); // rounded as percentages round
        const quantiles = new Float64Array(columns * count);
        for (let j = 0; j < columns; j++) {
          const rows = subsample < n ? rng.choice(n, subsample, { replace: false }) : null;
          const column = presentColumn(values(samples), columns, j, rows);
          // rounding of the interpolation must not make them descend
          const found = quantilesOf(column, levels);
          for (let q = 1; q < count; q++) found[q] = Math.max(found[q], found[q - 1]);
          quantiles.set(found, j * count);
        }
        return { quantiles, references };
      }),
    );
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const isNormal = this.params.outputDistribution === 'normal';
    const { references } = this.learned;
    return this.#map(X, 'transform', (x, quantiles) => {
      const level = levelOf(x, quantiles, references, isNormal ? edge : 0);
      return isNormal ? Math.min(Math.max(normalQuantile(level), lowestNormal), highestNormal) : level;
    });
  }

  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    const isNormal = this.params.outputDistribution === 'normal';
    const { references } = this.learned;
    return this.#map(X, 'inverseTransform', (z, quantiles) => {
      const level = isNormal ? normalCdf(z) : z;
      if (isNormal && level - edge < 0) return quantiles[0];
      if (isNormal && level + edge > 1) return quantiles[quantiles.length - 1];
      return interpolate(level, references, quantiles, 'last');
    });
  }

  #map(X: MatrixLike, method: string, f: (value: number, quantiles: Float64Array) => number): Tensor<[number, number]> {
    const { quantiles, references } = this.learned;
    return tidy(() => {
      const samples = this.checkX(X, method);
      const [n, columns] = samples.shape;
      const from = values(samples);
      const out = newMatrix(n, columns);
      const to = values(out);
      for (let j = 0; j < columns; j++) {
        const own = quantiles.subarray(j * references.length, (j + 1) * references.length);
        for (let at = j; at < from.length; at += columns) to[at] = Number.isNaN(from[at]) ? from[at] : f(from[at], own);
      }
      return out;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): QuantileTransformerState {
    const read: StateReader = new StateReader('QuantileTransformer', state);
    const references = read.float64('references');
    read.require(references.length > 0, 'has no references');
    return { references, quantiles: read.float64('quantiles', references.length * (seen?.count ?? 0)) };
  }
}

/** The middle of the levels from which and up to which the quantiles are x; 0 and 1 within `margin` of the extremes. */
function levelOf(x: number, quantiles: Float64Array, references: Float64Array, margin: number): number {
  const low = quantiles[0];
  const high = quantiles[quantiles.length - 1];
  if (Number.isNaN(low)) return Number.NaN;
  if (margin > 0 ? x - margin < low : x === low) return 0;
  if (margin > 0 ? x + margin > high : x === high) return 1;
  return 0.5 * (interpolate(x, quantiles, references, 'last') + interpolate(x, quantiles, references, 'first'));
}
