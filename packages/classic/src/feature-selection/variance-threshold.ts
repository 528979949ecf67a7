import { type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { columnExtremes } from '../preprocessing/column-extremes.ts';
import { columnMoments } from '../preprocessing/column-moments.ts';
import { FeatureSelector, readSupport, type Support } from './feature-selector.ts';

export interface VarianceThresholdParams {
  /** Features of this variance or less are dropped. */
  readonly threshold: number;
}

interface VarianceThresholdState extends Support {
  readonly variances: Float64Array;
}

/**
 * Drops features that hardly vary; by default those that are constant.
 *
 * @shape X [N, F] → [N, selected]
 * @throws {DataError} when no feature varies enough
 * @special NaN counts for nothing; with threshold 0 the range decides where it is below the variance, so that rounding does not
 * @reference agrees with sklearn.feature_selection.VarianceThreshold
 * @example
 * new VarianceThreshold().fitTransform([[1, 7], [2, 7]]).toArray() // => [[1], [2]]
 */
export class VarianceThreshold extends FeatureSelector<VarianceThresholdParams, VarianceThresholdState> {
  static readonly estimatorName = 'VarianceThreshold';
  static readonly defaults: VarianceThresholdParams = { threshold: 0 };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true, fitsOneSample: false });

  /** Biased variance of each feature. @shape → [F] */
  get variances_(): Tensor<[number]> {
    return vector(this.learned.variances);
  }

  fit(X: MatrixLike, _y: unknown = null): this {
    const { threshold } = this.params;
    requireNonNegative('VarianceThreshold', 'threshold', threshold);
    const { variances, count } = tidy(() => {
      const samples = this.fitX(X);
      const [count, columns] = samples.shape;
      const { variance } = columnMoments(values(samples), columns, null);
      if (threshold > 0) return { variances: variance, count };
      const { min, max } = columnExtremes(values(samples), columns);
      return { variances: variance.map((spread, j) => Math.min(spread, max[j] - min[j])), count };
    });
    const support = Uint8Array.from(variances, (variance) => (variance > threshold ? 1 : 0));
    if (!support.includes(1))
      throw new DataError(
        `VarianceThreshold.fit: no feature of X has a variance above ${threshold} in ${count} sample${count === 1 ? '' : 's'}`,
      );
    return this.learn({ variances, support });
  }

  protected readState(state: unknown, seen: SeenFeatures | null): VarianceThresholdState {
    const read = new StateReader('VarianceThreshold', state);
    const count = seen?.count ?? 0;
    return { support: readSupport(read, count), variances: read.float64('variances', count) };
  }
}
