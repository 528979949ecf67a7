import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import {
  type DescentParams,
  DescentRegressor,
  type DescentState,
  descentDefaults,
  requireRatio,
} from './descent-regressor.ts';

export interface ElasticNetParams extends DescentParams {
  /** Strength of the penalty, ≥ 0. */
  readonly alpha: number;
  /** Share of l1 in it: 1 is the lasso, 0 ridge regression. */
  readonly l1Ratio: number;
}

/**
 * Least squares with penalties on the absolute values and on the squares of the coefficients.
 *
 * Minimizes Σ wᵢ·(yᵢ − w·xᵢ − b)² / 2Σw + α·l1Ratio·‖w‖₁ + α·(1 − l1Ratio)/2·‖w‖²; many coefficients become exactly 0, and correlated
 * features share what they explain.
 *
 * @shape X [N, F], y [N]
 * @complexity O(N·F) for each feature that is used, and O(F) for each step; O(N) for each step where there are more features than samples
 * @reference agrees with sklearn.linear_model.ElasticNet
 * @example
 * new ElasticNet({ alpha: 0.5 }).fit([[-1], [1]], [-1, 1]).coef_.toArray() // => [0.6]
 */
export class ElasticNet extends DescentRegressor<ElasticNetParams, DescentState> {
  static readonly estimatorName = 'ElasticNet';
  static readonly defaults: ElasticNetParams = /* @__PURE__ */ withDefaults(descentDefaults, {
    alpha: 1,
    l1Ratio: 0.5,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });

  fit(X: MatrixLike, y: VectorLike, options: FitOptions = {}): this {
    const { alpha, l1Ratio } = this.params;
    requireNonNegative('ElasticNet', 'alpha', alpha);
    requireRatio('ElasticNet', l1Ratio);
    this.checkDescent();
    return this.learn(this.solve(X, y, options, { alpha, l1Ratio }));
  }

  protected readState(state: unknown, seen: SeenFeatures | null): DescentState {
    return this.readDescent(state, seen);
  }
}
