import { type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import type { FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { ParameterError, requireParameter } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import { Regressor } from '../base/regressor.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { matrix, vector } from '../base/values.ts';
import { LinearRegression } from '../linear/linear-regression.ts';
import { callMethod } from '../model-selection/has-method.ts';
import { featuresOf } from '../model-selection/search-cv.ts';
import { StateReader } from '../persistence/state-reader.ts';

export interface TransformedTargetRegressorParams {
  /** What is fitted on the transformed y; null: `LinearRegression`. */
  readonly regressor: AnyEstimator | null;
  /** Transforms y and undoes it, as a matrix of one column; null: `func` does. */
  readonly transformer: AnyEstimator | null;
  /** Transforms a number, e.g. `Math.log1p`; null: nothing is done. */
  readonly func: ((y: number) => number) | null;
  /** Undoes `func`. */
  readonly inverseFunc: ((y: number) => number) | null;
  /** Refuse functions that do not undo each other on y. */
  readonly checkInverse: boolean;
}

interface TransformedTargetRegressorState {
  readonly regressor: AnyEstimator;
  readonly transformer: AnyEstimator | null;
}

const name = 'TransformedTargetRegressor';

/**
 * A regressor of a transformed y, whose predictions are transformed back.
 *
 * @special functions are no data: with `func` it cannot be written to JSON
 * @reference sklearn.compose.TransformedTargetRegressor
 * @example
 * const model = new TransformedTargetRegressor({ func: Math.log, inverseFunc: Math.exp });
 * model.fit([[0], [1], [2]], [1, 10, 100]).predict([[3]]).toArray().map(Math.round) // => [1000]
 */
export class TransformedTargetRegressor extends Regressor<
  TransformedTargetRegressorParams,
  TransformedTargetRegressorState
> {
  static readonly estimatorName = name;
  static readonly defaults: TransformedTargetRegressorParams = {
    regressor: null,
    transformer: null,
    func: null,
    inverseFunc: null,
    checkInverse: true,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });

  /** Those of the regressor. */
  override get tags(): EstimatorTags {
    const { regressor, transformer } = this.params;
    const own = isEstimator(regressor) ? regressor.tags : this.class.tags;
    return { ...own, requiresPositiveY: false, weightsRepeat: own.weightsRepeat && transformer === null };
  }

  /** Fitted on the transformed y. */
  get regressor_(): AnyEstimator {
    return this.learned.regressor;
  }

  /** Fitted on y; null where functions transform. */
  get transformer_(): AnyEstimator | null {
    return this.learned.transformer;
  }

  fit(X: MatrixLike, y: VectorLike, options: FitOptions = {}): this {
    const { regressor, transformer, func, inverseFunc } = this.params;
    requireParameter(
      name,
      'regressor',
      regressor,
      regressor === null || isEstimator(regressor),
      'null or an estimator',
    );
    requireParameter(
      name,
      'transformer',
      transformer,
      transformer === null || isEstimator(transformer),
      'null or an estimator',
    );
    if (transformer !== null && (func !== null || inverseFunc !== null))
      throw new ParameterError(`${name}: transformer or func and inverseFunc, not both`);
    if ((func === null) !== (inverseFunc === null))
      throw new ParameterError(`${name}: func and inverseFunc belong together`);
    const own = regressor === null ? new LinearRegression() : regressor.clone();
    const scale = transformer?.clone() ?? null;
    tidy(() => {
      const values = checkVector(`${name}.fit`, y, null);
      callMethod(own, 'fit', X, this.#transform(values, scale), options);
    });
    this.see(featuresOf(own));
    return this.learn({ regressor: own, transformer: scale });
  }

  #transform(y: Float64Array, transformer: AnyEstimator | null): Tensor {
    if (transformer !== null) {
      const column = matrix(y, y.length, 1);
      callMethod(transformer, 'fit', column);
      return vector(toTypedArray(callMethod(transformer, 'transform', column) as Tensor));
    }
    const { func, inverseFunc, checkInverse } = this.params;
    if (func === null || inverseFunc === null) return vector(y);
    const transformed = y.map((value) => func(value));
    const odd = checkInverse ? y.findIndex((value, i) => !isClose(inverseFunc(transformed[i]), value)) : -1;
    if (odd >= 0)
      throw new DataError(
        `${name}.fit: inverseFunc does not undo func: ${y[odd]} comes back as ${inverseFunc(transformed[odd])}; or set checkInverse to false`,
      );
    return vector(transformed);
  }

  predict(X: MatrixLike): Tensor<[number]> {
    const { regressor, transformer } = this.learned;
    const { inverseFunc } = this.params;
    return tidy(() => {
      const predicted = toTypedArray(callMethod(regressor, 'predict', X) as Tensor) as Float64Array;
      if (transformer !== null) {
        const column = matrix(predicted, predicted.length, 1);
        return vector(toTypedArray(callMethod(transformer, 'inverseTransform', column) as Tensor));
      }
      return vector(inverseFunc === null ? predicted : predicted.map((value) => inverseFunc(value)));
    });
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): TransformedTargetRegressorState {
    const read: StateReader = new StateReader(name, state);
    const transformer = read.raw('transformer');
    read.require(transformer === null || isEstimator(transformer), 'has no transformer');
    return { regressor: read.estimator('regressor'), transformer: transformer as AnyEstimator | null };
  }
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b);
}
