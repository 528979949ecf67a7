import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { type DescentParams, DescentRegressor, type DescentState, descentDefaults } from './descent-regressor.ts';

export interface LassoParams extends DescentParams {
  /** Strength of the penalty, ≥ 0. */
  readonly alpha: number;
}

/**
 * Least squares with a penalty on the absolute values of the coefficients, which makes many of them exactly 0.
 *
 * Minimizes Σ wᵢ·(yᵢ − w·xᵢ − b)² / 2Σw + α·‖w‖₁.
 *
 * @shape X [N, F], y [N]
 * @complexity O(N·F) for each feature that is used, and O(F) for each step; O(N) for each step where there are more features than samples
 * @reference agrees with sklearn.linear_model.Lasso
 * @example
 * new Lasso({ alpha: 0.25 }).fit([[-1], [1]], [-1, 1]).coef_.toArray() // => [0.75]
 */
export class Lasso extends DescentRegressor<LassoParams, DescentState> {
  static readonly estimatorName = 'Lasso';
  static readonly defaults: LassoParams = /* @__PURE__ */ withDefaults(descentDefaults, { alpha: 1 });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });

  fit(X: MatrixLike, y: VectorLike, options: FitOptions = {}): this {
    const { alpha } = this.params;
    requireNonNegative('Lasso', 'alpha', alpha);
    this.checkDescent();
    return this.learn(this.solve(X, y, options, { alpha, l1Ratio: 1 }));
  }

  protected readState(state: unknown, seen: SeenFeatures | null): DescentState {
    return this.readDescent(state, seen);
  }
}
