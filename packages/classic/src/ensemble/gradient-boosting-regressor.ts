import { type Tensor, tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { Regressor } from '../base/regressor.ts';
import { tagsOf } from '../base/tags.ts';
import { values, vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { StateReader } from '../persistence/state-reader.ts';
import {
  boostedImportances,
  boostedRaw,
  boostTrees,
  checkGradientBoostingParams,
  type GradientBoosted,
  type GradientBoostingParams,
  gradientBoostingDefaults,
  readGradientBoosted,
  stagedRaw,
} from './gradient-boosting.ts';
import { absoluteLoss, type GradientLoss, huberLoss, quantileLoss, squaredLoss } from './gradient-boosting-losses.ts';

export interface GradientBoostingRegressorParams extends GradientBoostingParams {
  readonly loss: 'squared_error' | 'absolute_error' | 'huber' | 'quantile';
  /** Share of the residuals that the loss 'huber' squares; quantile that the loss 'quantile' estimates. */
  readonly alpha: number;
}

/**
 * Gradient boosting of regression trees with exact splits: each tree corrects what those before it predict.
 *
 * For many samples HistGradientBoostingRegressor is much faster.
 *
 * @shape X [N, F], y [N]
 * @complexity O(nEstimators · maxDepth · N·F)
 * @reference Friedman 2001; agrees with sklearn.ensemble.GradientBoostingRegressor
 * @example
 * const model = new GradientBoostingRegressor({ nEstimators: 1, learningRate: 1 }).fit([[0], [1], [2]], [5, 5, 20]);
 * model.predict([[0.5], [9]]).toArray() // => [5, 20]
 */
export class GradientBoostingRegressor extends Regressor<GradientBoostingRegressorParams, GradientBoosted> {
  static readonly estimatorName = 'GradientBoostingRegressor';
  static readonly defaults: GradientBoostingRegressorParams = /* @__PURE__ */ withDefaults(gradientBoostingDefaults, {
    loss: 'squared_error',
    alpha: 0.9,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true });

  /** Stages there were. */
  get nEstimators_(): number {
    return this.learned.trainScore.length;
  }

  /** Mean loss after each stage, on the samples it was fitted on. @shape → [stages] */
  get trainScore_(): Tensor<[number]> {
    return vector(this.learned.trainScore);
  }

  /** How much each stage lowered the mean loss of the samples that it was not fitted on; null with `subsample` 1. */
  get oobImprovement_(): Tensor<[number]> | null {
    const { oobImprovement } = this.learned;
    return oobImprovement === null ? null : vector(oobImprovement);
  }

  /** Share of each feature in what all splits took away of the impurity. @shape → [F] */
  get featureImportances_(): Tensor<[number]> {
    return vector(boostedImportances(this.learned));
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const name = 'GradientBoostingRegressor';
    const { params } = this;
    const { loss, alpha } = params;
    checkGradientBoostingParams(name, params);
    requireOneOf(name, 'loss', loss, ['squared_error', 'absolute_error', 'huber', 'quantile']);
    requireParameter(name, 'alpha', alpha, alpha > 0 && alpha < 1, 'between 0 and 1');
    const state = tidy(() => {
      const samples = this.fitX(X);
      const targets = checkVector(`${name}.fit`, y, samples);
      const weights = checkWeights(`${name}.fit`, sampleWeight, samples);
      const features = samples.shape[1];
      const data = { x: values(samples), features, y: targets, weights, isClassifier: false };
      return boostTrees(name, data, this.#loss(), params, onProgress);
    });
    return this.learn(state);
  }

  #loss(): GradientLoss {
    const { loss, alpha } = this.params;
    if (loss === 'absolute_error') return absoluteLoss();
    if (loss === 'huber') return huberLoss(alpha);
    return loss === 'quantile' ? quantileLoss(alpha) : squaredLoss();
  }

  predict(X: MatrixLike): Tensor<[number]> {
    return vector(tidy(() => boostedRaw(this.learned, values(this.checkX(X, 'predict')))));
  }

  /** Predictions after each stage. */
  *stagedPredict(X: MatrixLike): Generator<Tensor<[number]>> {
    const x = tidy(() => values(this.checkX(X, 'stagedPredict')).slice());
    for (const raw of stagedRaw(this.learned, x)) yield vector(raw);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): GradientBoosted {
    return readGradientBoosted(new StateReader('GradientBoostingRegressor', state), seen?.count ?? 0, 1);
  }
}
