import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { multiplyAdd, subtractDivide } from './column-affine.ts';
import { type ColumnMoments, columnMoments, isConstantColumn, mergeMoments } from './column-moments.ts';

export interface StandardScalerParams {
  /** Subtract the mean. */
  readonly withMean: boolean;
  /** Divide by the standard deviation. */
  readonly withStd: boolean;
}

interface StandardScalerState {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** What is divided by: 1 where the variance is 0 but for rounding. */
  readonly scale: Float64Array;
  /** Samples seen, by weight. */
  readonly seen: Float64Array;
}

/**
 * Features of mean 0 and variance 1.
 *
 * z = (x − μ) / σ with the biased variance σ² = Σw(x − μ)² / Σw over the samples of `fit`. Constant features are divided by 1.
 *
 * @shape X [N, F] → [N, F]
 * @special NaN counts for nothing in `fit` and stays NaN in `transform`
 * @complexity O(N·F)
 * @reference agrees with sklearn.preprocessing.StandardScaler
 * @example
 * new StandardScaler().fitTransform([[0], [2]]).toArray() // => [[-1], [1]]
 */
export class StandardScaler extends Transformer<StandardScalerParams, StandardScalerState> {
  static readonly estimatorName = 'StandardScaler';
  static readonly defaults: StandardScalerParams = { withMean: true, withStd: true };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', {
    allowsNaN: true,
    acceptsWeights: true,
    weightsRepeat: true,
  });

  /** Mean of each feature. @shape → [F] */
  get mean_(): Tensor<[number]> {
    return vector(this.learned.mean);
  }

  /** Biased variance of each feature. @shape → [F] */
  get var_(): Tensor<[number]> {
    return vector(this.learned.variance);
  }

  /** What each feature is divided by. @shape → [F] */
  get scale_(): Tensor<[number]> {
    return vector(this.learned.scale);
  }

  /** Samples seen of each feature, by weight. @shape → [F] */
  get nSamplesSeen_(): Tensor<[number]> {
    return vector(this.learned.seen);
  }

  fit(X: MatrixLike, _y: unknown = null, options: FitOptions = {}): this {
    return this.#learn(X, options, null);
  }

  /** Goes on with more samples: afterwards as if `fit` had seen all of them. */
  partialFit(X: MatrixLike, _y: unknown = null, options: FitOptions = {}): this {
    return this.#learn(X, options, this.isFitted ? this.learned : null);
  }

  #learn(X: MatrixLike, { sampleWeight = null }: FitOptions, before: ColumnMoments | null): this {
    const here = tidy(() => {
      const samples = before === null ? this.fitX(X) : this.checkX(X, 'partialFit');
      const weights = checkWeights(`StandardScaler.${before === null ? 'fit' : 'partialFit'}`, sampleWeight, samples);
      return columnMoments(values(samples), samples.shape[1], weights);
    });
    const moments = before === null ? here : mergeMoments(before, here);
    const scale = moments.variance.map((value, j) => (isConstantColumn(moments, j) ? 1 : Math.sqrt(value)));
    return this.learn({ ...moments, scale });
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { shift, scale } = this.#affine();
    return tidy(() => subtractDivide(this.checkX(X, 'transform'), shift, scale));
  }

  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    const { shift, scale } = this.#affine();
    return tidy(() => multiplyAdd(this.checkX(X, 'inverseTransform'), scale, shift));
  }

  #affine(): { readonly shift: Float64Array; readonly scale: Float64Array } {
    const { withMean, withStd } = this.params;
    const { mean, scale } = this.learned;
    return {
      shift: withMean ? mean : new Float64Array(mean.length),
      scale: withStd ? scale : new Float64Array(scale.length).fill(1),
    };
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): StandardScalerState {
    const read = new StateReader('StandardScaler', state);
    const count = seen?.count ?? 0;
    return {
      mean: read.float64('mean', count),
      variance: read.float64('variance', count),
      scale: read.float64('scale', count),
      seen: read.float64('seen', count),
    };
  }
}
