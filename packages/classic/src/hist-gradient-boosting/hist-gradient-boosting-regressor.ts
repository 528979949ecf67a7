import { type Tensor, tidy } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { isTableLike, type MatrixLike, type VectorLike } from '../base/matrix-like.ts';
import { requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { Regressor } from '../base/regressor.ts';
import { tagsOf } from '../base/tags.ts';
import { values, vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { boost } from './boost.ts';
import { type BoostedTrees, rawPredictions, readBoosted, stagedPredictions } from './boosted-trees.ts';
import { absoluteError, type Loss, poissonLoss, quantileLoss, squaredError } from './losses.ts';
import { checkHistBoostingParams, type HistBoostingParams, histBoostingDefaults } from './params.ts';

export interface HistGradientBoostingRegressorParams extends HistBoostingParams {
  readonly loss: 'squared_error' | 'absolute_error' | 'quantile' | 'poisson';
  /** Which quantile the loss 'quantile' estimates, 0 … 1. */
  readonly quantile: number | null;
}

interface HistGradientBoostingRegressorState extends BoostedTrees {
  /** Predictions are e to the power of what the trees say. */
  readonly isLog: boolean;
}

/**
 * Gradient boosting of regression trees over binned features: fast on many samples, at home with missing values and categories.
 *
 * Features are cut into at most 255 bins once; trees then only see histograms of gradients over bins. Missing values have a bin of
 * their own, and every split learns where to send them.
 *
 * @shape X [N, F], y [N]
 * @special NaN in X is a missing value
 * @complexity O(maxIter · depth · N·F)
 * @reference Ke et al. 2017, LightGBM; agrees with sklearn.ensemble.HistGradientBoostingRegressor
 * @example
 * const X = Array.from({ length: 100 }, (_, i) => [i]);
 * const y = X.map(([x]) => (x < 50 ? 0 : 10));
 * new HistGradientBoostingRegressor({ learningRate: 1 }).fit(X, y).predict([[3], [70]]).toArray() // => [0, 10]
 */
export class HistGradientBoostingRegressor extends Regressor<
  HistGradientBoostingRegressorParams,
  HistGradientBoostingRegressorState
> {
  static readonly estimatorName = 'HistGradientBoostingRegressor';
  static readonly defaults: HistGradientBoostingRegressorParams = /* @__PURE__ */ withDefaults(histBoostingDefaults, {
    loss: 'squared_error',
    quantile: null,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', {
    allowsNaN: true,
    acceptsWeights: true,
    orderInvariant: false,
  });

  /** Iterations there were: as many as allowed, or fewer where it stopped early. */
  get nIter_(): number {
    return this.learned.iterations;
  }

  /** Minus the mean loss on the training samples, before the first iteration and after each; empty without early stopping. */
  get trainScore_(): Tensor<[number]> {
    return vector(this.learned.trainScore);
  }

  /** The same for the samples that were kept aside. */
  get validationScore_(): Tensor<[number]> {
    return vector(this.learned.validationScore);
  }

  /** Which features hold categories; null where none does. */
  get isCategorical_(): readonly boolean[] | null {
    const { isCategorical } = this.learned;
    return isCategorical === null ? null : Array.from(isCategorical, (is) => is === 1);
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const name = 'HistGradientBoostingRegressor';
    const op = `${name}.fit`;
    checkHistBoostingParams(name, this.params);
    requireOneOf(name, 'loss', this.params.loss, ['squared_error', 'absolute_error', 'quantile', 'poisson']);
    const { loss, quantile } = this.params;
    if (loss === 'quantile')
      requireParameter(
        name,
        'quantile',
        quantile,
        quantile !== null && quantile > 0 && quantile < 1,
        'between 0 and 1',
      );
    const boosted = tidy(() => {
      const samples = this.fitX(X);
      const targets = checkVector(op, y, samples);
      const weights = checkWeights(op, sampleWeight, samples);
      if (loss === 'poisson') checkCounts(op, targets);
      const features = { count: samples.shape[1], names: isTableLike(X) ? X.columnNames : null };
      const data = { x: samples, y: vector(targets), weights: weights === null ? null : vector(weights) };
      const own = this.#loss(weights !== null);
      return boost(name, data, { features, isClassifier: false, loss: own, params: this.params, onProgress });
    });
    return this.learn({ ...boosted, isLog: loss === 'poisson' });
  }

  #loss(weighted: boolean): Loss {
    const { loss, quantile } = this.params;
    if (loss === 'absolute_error') return absoluteError(weighted);
    if (loss === 'quantile') return quantileLoss(quantile ?? 0.5, weighted);
    return loss === 'poisson' ? poissonLoss() : squaredError(weighted);
  }

  predict(X: MatrixLike): Tensor<[number]> {
    return tidy(() => {
      const samples = this.checkX(X, 'predict');
      return this.#fromRaw(rawPredictions(this.learned, samples));
    });
  }

  /** Predictions after each iteration. */
  *stagedPredict(X: MatrixLike): Generator<Tensor<[number]>> {
    const x = tidy(() => values(this.checkX(X, 'stagedPredict')).slice());
    for (const raw of stagedPredictions(this.learned, x, this.nFeaturesIn_)) yield this.#fromRaw(raw);
  }

  #fromRaw(raw: Float64Array): Tensor<[number]> {
    return vector(this.learned.isLog ? raw.map(Math.exp) : raw);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): HistGradientBoostingRegressorState {
    const read = new StateReader('HistGradientBoostingRegressor', state);
    return { ...readBoosted(read, seen?.count ?? 0, 1), isLog: read.boolean('isLog') };
  }
}

/** @throws {DataError} when a target is negative or all are 0 */
function checkCounts(op: string, y: Float64Array): void {
  const negative = y.findIndex((value) => value < 0);
  if (negative >= 0) throw new DataError(`${op}: y has ${y[negative]} at ${negative}; loss 'poisson' needs y ≥ 0`);
  if (y.every((value) => value === 0)) throw new DataError(`${op}: all y are 0; loss 'poisson' needs one above`);
}
