import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { matrix, values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { columnMoments } from './column-moments.ts';

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
  static readonly tags = tagsOf('transformer', { allowsNaN: true, acceptsWeights: true, weightsRepeat: true });

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

  fit(X: MatrixLike, _y: unknown = null, { sampleWeight = null }: FitOptions = {}): this {
    const { mean, variance, seen, isConstant } = tidy(() => {
      const samples = this.fitX(X);
      const weights = checkWeights('StandardScaler.fit', sampleWeight, samples);
      return columnMoments(values(samples), samples.shape[1], weights);
    });
    const scale = variance.map((value, j) => (isConstant[j] === 1 ? 1 : Math.sqrt(value)));
    return this.learn({ mean, variance, scale, seen });
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { withMean, withStd } = this.params;
    const { mean, scale } = this.learned;
    return this.#map(X, 'transform', (x, j) => (x - (withMean ? mean[j] : 0)) / (withStd ? scale[j] : 1));
  }

  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    const { withMean, withStd } = this.params;
    const { mean, scale } = this.learned;
    return this.#map(X, 'inverseTransform', (z, j) => z * (withStd ? scale[j] : 1) + (withMean ? mean[j] : 0));
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  #map(X: MatrixLike, method: string, f: (value: number, column: number) => number): Tensor<[number, number]> {
    return tidy(() => {
      const samples = this.checkX(X, method);
      const [n, columns] = samples.shape;
      return matrix(
        values(samples)
          .slice()
          .map((value, i) => f(value, i % columns)),
        n,
        columns,
      );
    });
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
