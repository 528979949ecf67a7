import { type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { normalQuantile } from '../special/normal-quantile.ts';
import { divisors, multiplyAdd, subtractDivide } from './column-affine.ts';
import { presentColumns, quantilesOf } from './column-quantiles.ts';

export interface RobustScalerParams {
  /** Subtract the median. */
  readonly withCentering: boolean;
  /** Divide by the range between two quantiles. */
  readonly withScaling: boolean;
  /** The two quantiles in percent. */
  readonly quantileRange: readonly [number, number];
  /** Scale so that a normal feature has variance 1. */
  readonly unitVariance: boolean;
}

interface RobustScalerState {
  readonly center: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Features less their median, divided by their interquartile range: outliers have no say.
 *
 * @shape X [N, F] → [N, F]
 * @special NaN counts for nothing in `fit` and stays NaN in `transform`; a range of 0 becomes 1
 * @complexity O(N·F)
 * @reference agrees with sklearn.preprocessing.RobustScaler
 * @example
 * new RobustScaler().fitTransform([[1], [2], [3], [4], [500]]).toArray() // => [[-1], [-0.5], [0], [0.5], [248.5]]
 */
export class RobustScaler extends Transformer<RobustScalerParams, RobustScalerState> {
  static readonly estimatorName = 'RobustScaler';
  static readonly defaults: RobustScalerParams = {
    withCentering: true,
    withScaling: true,
    quantileRange: [25, 75],
    unitVariance: false,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  /** Median of each feature; zeros without centering. @shape → [F] */
  get center_(): Tensor<[number]> {
    return vector(this.learned.center);
  }

  /** What each feature is divided by; ones without scaling. @shape → [F] */
  get scale_(): Tensor<[number]> {
    return vector(this.learned.scale);
  }

  fit(X: MatrixLike, _y: unknown = null): this {
    const { withCentering, withScaling, quantileRange, unitVariance } = this.params;
    const [low, high] = quantileRange;
    const isRange = 0 <= low && low <= high && high <= 100;
    requireParameter('RobustScaler', 'quantileRange', quantileRange, isRange, 'two ascending numbers from 0 to 100');
    const levels = [low / 100, 0.5, high / 100].sort((a, b) => a - b);
    const { center, range } = tidy(() => {
      const samples = this.fitX(X);
      const columns = samples.shape[1];
      const center = new Float64Array(columns);
      const range = new Float64Array(columns);
      presentColumns(values(samples), columns).forEach((column, j) => {
        const found = quantilesOf(column, levels);
        center[j] = found[levels.indexOf(0.5)];
        range[j] = found[levels.indexOf(high / 100)] - found[levels.indexOf(low / 100)];
      });
      return { center, range };
    });
    const unit = unitVariance ? normalQuantile(high / 100) - normalQuantile(low / 100) : 1;
    const scale = divisors(range).map((spread) => spread / unit);
    return this.learn({ center: withCentering ? center : center.fill(0), scale: withScaling ? scale : scale.fill(1) });
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { center, scale } = this.learned;
    return tidy(() => subtractDivide(this.checkX(X, 'transform'), center, scale));
  }

  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    const { center, scale } = this.learned;
    return tidy(() => multiplyAdd(this.checkX(X, 'inverseTransform'), scale, center));
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): RobustScalerState {
    const read = new StateReader('RobustScaler', state);
    const count = seen?.count ?? 0;
    return { center: read.float64('center', count), scale: read.float64('scale', count) };
  }
}
