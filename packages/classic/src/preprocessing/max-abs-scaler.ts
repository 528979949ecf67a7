import { type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { divisors, multiplyAdd, subtractDivide } from './column-affine.ts';
import { columnExtremes } from './column-extremes.ts';

export type MaxAbsScalerParams = Record<never, never>;

interface MaxAbsScalerState {
  readonly maxAbs: Float64Array;
  readonly scale: Float64Array;
  readonly samplesSeen: number;
}

/**
 * Features divided by their largest absolute value: in [−1, 1], zeros stay zeros.
 *
 * @shape X [N, F] → [N, F]
 * @special NaN counts for nothing in `fit` and stays NaN in `transform`; a feature of zeros is divided by 1
 * @complexity O(N·F)
 * @reference agrees with sklearn.preprocessing.MaxAbsScaler
 * @example
 * new MaxAbsScaler().fitTransform([[1], [-4]]).toArray() // => [[0.25], [-1]]
 */
export class MaxAbsScaler extends Transformer<MaxAbsScalerParams, MaxAbsScalerState> {
  static readonly estimatorName = 'MaxAbsScaler';
  static readonly defaults: MaxAbsScalerParams = {};
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  /** Largest absolute value of each feature. @shape → [F] */
  get maxAbs_(): Tensor<[number]> {
    return vector(this.learned.maxAbs);
  }

  /** What each feature is divided by. @shape → [F] */
  get scale_(): Tensor<[number]> {
    return vector(this.learned.scale);
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

  #learn(X: MatrixLike, before: MaxAbsScalerState | null): this {
    const { extremes, rows } = tidy(() => {
      const samples = before === null ? this.fitX(X) : this.checkX(X, 'partialFit');
      return { extremes: columnExtremes(values(samples), samples.shape[1]), rows: samples.shape[0] };
    });
    const maxAbs = extremes.max.map((high, j) => {
      const here = Math.max(Math.abs(high), Math.abs(extremes.min[j]));
      const earlier = before?.maxAbs[j] ?? Number.NaN;
      return earlier > here || Number.isNaN(here) ? earlier : here;
    });
    return this.learn({ maxAbs, scale: divisors(maxAbs), samplesSeen: rows + (before?.samplesSeen ?? 0) });
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { scale } = this.learned;
    return tidy(() => subtractDivide(this.checkX(X, 'transform'), new Float64Array(scale.length), scale));
  }

  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    const { scale } = this.learned;
    return tidy(() => multiplyAdd(this.checkX(X, 'inverseTransform'), scale, new Float64Array(scale.length)));
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): MaxAbsScalerState {
    const read = new StateReader('MaxAbsScaler', state);
    const count = seen?.count ?? 0;
    return {
      maxAbs: read.float64('maxAbs', count),
      scale: read.float64('scale', count),
      samplesSeen: read.integer('samplesSeen', 1),
    };
  }
}
