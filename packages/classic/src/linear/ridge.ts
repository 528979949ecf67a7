import { tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireNonNegative, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { center, interceptsOf } from './centered.ts';
import { LinearRegressor, type LinearState } from './linear-regressor.ts';
import { type RidgeSolver, ridgeCoefficients } from './ridge-coefficients.ts';
import { checkTargets, type TargetsLike } from './targets.ts';

export interface RidgeParams {
  /** Strength of the penalty ≥ 0: one for all targets, or one for each. */
  readonly alpha: number | readonly number[];
  readonly fitIntercept: boolean;
  readonly solver: RidgeSolver;
}

/**
 * Least squares with a penalty on the size of the coefficients.
 *
 * Minimizes Σ wᵢ·(yᵢ − w·xᵢ − b)² + α·‖w‖²; the intercept is not penalized.
 *
 * @shape X [N, F], y [N] or [N, K]
 * @complexity O(N·F·min(N, F))
 * @reference agrees with sklearn.linear_model.Ridge
 * @example
 * const model = new Ridge({ alpha: 2 }).fit([[-1], [0], [1]], [-2, 0, 2]);
 * model.coef_.toArray() // => [1]
 */
export class Ridge extends LinearRegressor<RidgeParams, LinearState> {
  static readonly estimatorName = 'Ridge';
  static readonly defaults: RidgeParams = { alpha: 1, fitIntercept: true, solver: 'auto' };
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, weightsRepeat: true });

  fit(X: MatrixLike, y: TargetsLike, { sampleWeight = null }: FitOptions = {}): this {
    const { alpha, fitIntercept, solver } = this.params;
    requireOneOf('Ridge', 'solver', solver, ['auto', 'cholesky', 'svd']);
    if (typeof alpha === 'number') requireNonNegative('Ridge', 'alpha', alpha);
    const state = tidy((): LinearState => {
      const samples = this.fitX(X);
      const targets = checkTargets('Ridge.fit', y, samples);
      const weights = checkWeights('Ridge.fit', sampleWeight, samples);
      const alphas = alphaOfEach('Ridge', alpha, targets.count);
      const centered = center(samples, targets, { weights, fitIntercept });
      const coef = ridgeCoefficients(centered, alphas, solver);
      return { coef, intercept: interceptsOf(coef, centered), isVector: targets.isVector };
    });
    return this.learn(state);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): LinearState {
    return this.readLinear(new StateReader('Ridge', state), seen);
  }
}

/** @throws {ParameterError} when a list has not one alpha ≥ 0 for each target */
function alphaOfEach(name: string, alpha: number | readonly number[], targets: number): Float64Array {
  if (typeof alpha === 'number') return new Float64Array(targets).fill(alpha);
  const holds = Array.isArray(alpha) && alpha.length === targets && alpha.every((each) => each >= 0);
  requireParameter(name, 'alpha', alpha, holds, `a number ≥ 0, or one for each of ${targets} targets`);
  return Float64Array.from(alpha);
}
