import { affine, type Tensor, tidy } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { Regressor } from '../base/regressor.ts';
import { float64, matrix, vector } from '../base/values.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { checkTargets, type TargetsLike } from './targets.ts';

export interface LinearState {
  /** [K, F] */
  readonly coef: Float64Array;
  /** [K] */
  readonly intercept: Float64Array;
  /** y was a vector: K is 1, and predictions are [N]. */
  readonly isVector: boolean;
}

/** A regressor that predicts W·x + b. */
export abstract class LinearRegressor<P extends object, S extends LinearState> extends Regressor<P, S> {
  /** Coefficients, one row for each target. @shape → [F], or [K, F] where y was a matrix */
  get coef_(): Tensor {
    const { coef, intercept, isVector } = this.learned;
    return isVector ? vector(coef) : matrix(coef, intercept.length, coef.length / intercept.length);
  }

  /** Constant terms. @shape → [], or [K] where y was a matrix */
  get intercept_(): Tensor {
    const { intercept, isVector } = this.learned;
    return isVector ? float64(intercept, []) : vector(intercept);
  }

  /** @shape X [N, F] → [N], or [N, K] where y was a matrix */
  predict(X: MatrixLike): Tensor {
    return tidy(() => {
      const samples = this.checkX(X, 'predict');
      const { coef, intercept, isVector } = this.learned;
      const result = affine(samples, matrix(coef, intercept.length, samples.shape[1]), vector(intercept));
      return isVector ? result.reshape([samples.shape[0]]) : result;
    });
  }

  protected override targetMatrix(op: string, y: MatrixLike): Tensor {
    const { data, count } = checkTargets(op, y as TargetsLike, null);
    return matrix(data, data.length / count, count);
  }

  /** The part of the state that all have. */
  protected readLinear(read: StateReader, seen: SeenFeatures | null): LinearState {
    const intercept = read.float64('intercept');
    const isVector = read.boolean('isVector');
    read.require(isVector ? intercept.length === 1 : intercept.length > 0, `has ${intercept.length} intercepts`);
    return { coef: read.float64('coef', intercept.length * (seen?.count ?? 0)), intercept, isVector };
  }
}
