import { matmul, type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { tagsOf } from '../base/tags.ts';
import { values, vector } from '../base/values.ts';
import { gram } from '../linalg/gram.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { nonNegativeLeastSquares } from '../solvers/non-negative-least-squares.ts';
import { type Centered, center, interceptsOf } from './centered.ts';
import { leastSquares } from './least-squares.ts';
import { LinearRegressor, type LinearState } from './linear-regressor.ts';
import { checkTargets, type TargetsLike } from './targets.ts';

export interface LinearRegressionParams {
  readonly fitIntercept: boolean;
  /** No coefficient below 0. */
  readonly positive: boolean;
}

interface LinearRegressionState extends LinearState {
  /** Of the centred X; null where coefficients were to be positive. */
  readonly singular: Float64Array | null;
  readonly rank: number | null;
}

/**
 * Ordinary least squares.
 *
 * Minimizes Σ wᵢ·(yᵢ − w·xᵢ − b)². Where features depend on each other, or there are more of them than samples, it is the solution of
 * least norm.
 *
 * @shape X [N, F], y [N] or [N, K]
 * @complexity O(N·F·min(N, F))
 * @reference agrees with sklearn.linear_model.LinearRegression
 * @example
 * const model = new LinearRegression().fit([[0], [1], [2]], [1, 3, 5]);
 * model.predict([[10]]).toArray().map((value) => Math.round(value * 1e9) / 1e9) // => [21]
 */
export class LinearRegression extends LinearRegressor<LinearRegressionParams, LinearRegressionState> {
  static readonly estimatorName = 'LinearRegression';
  static readonly defaults: LinearRegressionParams = { fitIntercept: true, positive: false };
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });

  /** Singular values of the centred X; null where coefficients were to be positive. @shape → [min(N, F)] */
  get singular_(): Tensor<[number]> | null {
    const { singular } = this.learned;
    return singular === null ? null : vector(singular);
  }

  /** Rank of the centred X; null where coefficients were to be positive. */
  get rank_(): number | null {
    return this.learned.rank;
  }

  fit(X: MatrixLike, y: TargetsLike, { sampleWeight = null }: FitOptions = {}): this {
    const { fitIntercept, positive } = this.params;
    const state = tidy((): LinearRegressionState => {
      const samples = this.fitX(X);
      const targets = checkTargets('LinearRegression.fit', y, samples);
      const weights = checkWeights('LinearRegression.fit', sampleWeight, samples);
      const centered = center(samples, targets, { weights, fitIntercept });
      const { coef, singular, rank } = positive
        ? { coef: positiveCoefficients(centered), singular: null, rank: null }
        : leastSquares(centered.X, centered.y);
      return { coef, intercept: interceptsOf(coef, centered), isVector: targets.isVector, singular, rank };
    });
    return this.learn(state);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): LinearRegressionState {
    const read = new StateReader('LinearRegression', state);
    const isPositive = read.raw('singular') === null;
    return {
      ...this.readLinear(read, seen),
      singular: isPositive ? null : read.float64('singular'),
      rank: isPositive ? null : read.integer('rank', 0, seen?.count),
    };
  }
}

function positiveCoefficients({ X, y }: Centered): Float64Array {
  const [features, targets] = [X.shape[1], y.shape[1]];
  const products = gram(X);
  const pulls = values(matmul(y.transpose(), X as never)); // [K, F]
  const coef = new Float64Array(targets * features);
  for (let k = 0; k < targets; k++)
    coef.set(nonNegativeLeastSquares(products, pulls.slice(k * features, (k + 1) * features)), k * features);
  return coef;
}
