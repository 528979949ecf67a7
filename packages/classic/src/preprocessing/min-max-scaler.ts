import { type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { divisors, multiplyAdd, subtractDivide } from './column-affine.ts';
import { columnExtremes, mergeExtremes } from './column-extremes.ts';

export interface MinMaxScalerParams {
  /** Where the smallest and the largest value of a feature go. */
  readonly featureRange: readonly [number, number];
  /** Keep values that `fit` did not see inside the range. */
  readonly clip: boolean;
}

interface MinMaxScalerState {
  readonly dataMin: Float64Array;
  readonly dataMax: Float64Array;
  readonly scale: Float64Array;
  readonly min: Float64Array;
  readonly samplesSeen: number;
}

/**
 * Features between two bounds.
 *
 * z = low + (x − min) · (high − low) / (max − min) with the extremes that `fit` saw; a constant feature goes to `low`.
 *
 * @shape X [N, F] → [N, F]
 * @special NaN counts for nothing in `fit` and stays NaN in `transform`
 * @complexity O(N·F)
 * @reference agrees with sklearn.preprocessing.MinMaxScaler
 * @example
 * new MinMaxScaler().fitTransform([[1], [3], [5]]).toArray() // => [[0], [0.5], [1]]
 */
export class MinMaxScaler extends Transformer<MinMaxScalerParams, MinMaxScalerState> {
  static readonly estimatorName = 'MinMaxScaler';
  static readonly defaults: MinMaxScalerParams = { featureRange: [0, 1], clip: false };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  /** Smallest value of each feature. @shape → [F] */
  get dataMin_(): Tensor<[number]> {
    return vector(this.learned.dataMin);
  }

  /** Largest value of each feature. @shape → [F] */
  get dataMax_(): Tensor<[number]> {
    return vector(this.learned.dataMax);
  }

  /** @shape → [F] */
  get dataRange_(): Tensor<[number]> {
    const { dataMin, dataMax } = this.learned;
    return vector(dataMax.map((high, j) => high - dataMin[j]));
  }

  /** What each feature is multiplied by. @shape → [F] */
  get scale_(): Tensor<[number]> {
    return vector(this.learned.scale);
  }

  /** What is then added. @shape → [F] */
  get min_(): Tensor<[number]> {
    return vector(this.learned.min);
  }

  get nSamplesSeen_(): number {
    return this.learned.samplesSeen;
  }

  fit(X: MatrixLike, _y: unknown = null): this {
    return this.#learn(X, null);
  }

  /** Goes on with more samples: afterwards as if `fit` had seen all of them. */
  partialFit(X: MatrixLike, _y: unknown = null): this {
    return this.#learn(X, this.isFitted ? this.learned : null);
  }

  #learn(X: MatrixLike, before: MinMaxScalerState | null): this {
    const [low, high] = this.params.featureRange;
    requireParameter('MinMaxScaler', 'featureRange', this.params.featureRange, low < high, 'two numbers, low < high');
    const { extremes, rows } = tidy(() => {
      const samples = before === null ? this.fitX(X) : this.checkX(X, 'partialFit');
      return { extremes: columnExtremes(values(samples), samples.shape[1]), rows: samples.shape[0] };
    });
    const { min: dataMin, max: dataMax } =
      before === null ? extremes : mergeExtremes({ min: before.dataMin, max: before.dataMax }, extremes);
    const scale = divisors(dataMax.map((most, j) => most - dataMin[j])).map((range) => (high - low) / range);
    const min = scale.map((factor, j) => low - dataMin[j] * factor);
    return this.learn({ dataMin, dataMax, scale, min, samplesSeen: rows + (before?.samplesSeen ?? 0) });
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { scale, min } = this.learned;
    const { clip, featureRange } = this.params;
    return tidy(() => {
      const out = multiplyAdd(this.checkX(X, 'transform'), scale, min);
      return clip ? (out.clip({ min: featureRange[0], max: featureRange[1] }) as Tensor<[number, number]>) : out;
    });
  }

  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    const { scale, min } = this.learned;
    return tidy(() => subtractDivide(this.checkX(X, 'inverseTransform'), min, scale));
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): MinMaxScalerState {
    const read = new StateReader('MinMaxScaler', state);
    const count = seen?.count ?? 0;
    return {
      dataMin: read.float64('dataMin', count),
      dataMax: read.float64('dataMax', count),
      scale: read.float64('scale', count),
      min: read.float64('min', count),
      samplesSeen: read.integer('samplesSeen', 1),
    };
  }
}
