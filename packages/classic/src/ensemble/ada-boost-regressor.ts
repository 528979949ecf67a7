import { type Rng, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { checkVector } from '../base/check-vector.ts';
import { checkWeights } from '../base/check-weights.ts';
import type { FitOptions } from '../base/classifier.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike, VectorLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { generatorOf } from '../base/random-state.ts';
import { Regressor } from '../base/regressor.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { takeSamples } from '../model-selection/samples.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { DecisionTreeRegressor } from '../tree/decision-tree-regressor.ts';
import {
  type AdaBoosted,
  type AdaBoostParams,
  adaBoost,
  adaBoostDefaults,
  adaBoostImportances,
  type Boost,
  checkAdaBoostParams,
  readAdaBoosted,
} from './ada-boost.ts';
import { member, requireEstimator, seededClone } from './weak-learners.ts';

export interface AdaBoostRegressorParams extends AdaBoostParams {
  /** What an error e, as a share of the largest one, costs: e, e², or 1 − exp(−e). */
  readonly loss: 'linear' | 'square' | 'exponential';
}

/**
 * AdaBoost.R2: each member is fitted on samples drawn with more weight on what those before it predict badly; together they say the
 * weighted median.
 *
 * The default member is a decision tree of depth 3.
 *
 * @shape X [N, F], y [N]
 * @reference Drucker 1997, Improving regressors using boosting techniques; as sklearn.ensemble.AdaBoostRegressor, but for the draws
 * @example
 * const X = Array.from({ length: 20 }, (_, i) => [i]);
 * const y = X.map(([x]) => (x < 10 ? 1 : 3));
 * new AdaBoostRegressor({ randomState: 0 }).fit(X, y).predict([[0], [19]]).toArray() // => [1, 3]
 */
export class AdaBoostRegressor extends Regressor<AdaBoostRegressorParams, AdaBoosted> {
  static readonly estimatorName = 'AdaBoostRegressor';
  static readonly defaults: AdaBoostRegressorParams = /* @__PURE__ */ withDefaults(adaBoostDefaults, {
    loss: 'linear',
  });
  static readonly tags = /* @__PURE__ */ tagsOf('regressor', { acceptsWeights: true, orderInvariant: false });

  get estimators_(): readonly AnyEstimator[] {
    return this.learned.estimators;
  }

  get estimatorWeights_(): Tensor<[number]> {
    return vector(this.learned.estimatorWeights);
  }

  get estimatorErrors_(): Tensor<[number]> {
    return vector(this.learned.estimatorErrors);
  }

  /** Mean importances of the members. @shape → [F] */
  get featureImportances_(): Tensor<[number]> {
    return vector(tidy(() => adaBoostImportances('AdaBoostRegressor', this.learned)));
  }

  fit(X: MatrixLike, y: VectorLike, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const name = 'AdaBoostRegressor';
    const { params } = this;
    checkAdaBoostParams(name, params);
    requireOneOf(name, 'loss', params.loss, ['linear', 'square', 'exponential']);
    requireEstimator(name, 'estimator', params.estimator, 'regressor');
    const base = params.estimator ?? new DecisionTreeRegressor({ maxDepth: 3 });
    const state = tidy(() => {
      const samples = this.fitX(X);
      const targets = checkVector(`${name}.fit`, y, samples);
      const given = checkWeights(`${name}.fit`, sampleWeight, samples);
      const rng = generatorOf(name, params.randomState);
      let done = 0;
      return adaBoost(targets.length, given, params.nEstimators, (weights, isLast, isFirst) => {
        const fitted = seededClone(base, rng);
        const drawn = drawByWeight(weights, rng);
        tidy(() => void member(fitted).fit(takeSamples(samples, drawn), takeSamples(targets, drawn)));
        const guesses = tidy(() => Float64Array.from(toTypedArray(member(fitted).predict(samples))));
        onProgress?.({ done: ++done, total: params.nEstimators });
        return this.#boost(fitted, guesses, targets, weights, { isLast, isFirst });
      });
    });
    return this.learn(state);
  }

  #boost(
    estimator: AnyEstimator,
    guesses: Float64Array,
    targets: Float64Array,
    weights: Float64Array,
    { isLast, isFirst }: { readonly isLast: boolean; readonly isFirst: boolean },
  ): Boost | null {
    const { loss, learningRate } = this.params;
    let worst = 0;
    guesses.forEach((guess, i) => {
      if (weights[i] > 0) worst = Math.max(worst, Math.abs(guess - targets[i]));
    });
    const costs = guesses.map((guess, i) => {
      const share = worst === 0 ? 0 : Math.abs(guess - targets[i]) / worst;
      if (loss === 'square') return share * share;
      return loss === 'linear' ? share : 1 - Math.exp(-share);
    });
    const error = costs.reduce((sum, cost, i) => sum + weights[i] * cost, 0);
    if (error <= 0) return { estimator, weight: 1, error: 0, sampleWeights: weights };
    // The first is kept whatever it is worth, with no say; without weights left it is the last.
    if (error >= 0.5)
      return isFirst ? { estimator, weight: 0, error: 1, sampleWeights: new Float64Array(weights.length) } : null;
    const beta = error / (1 - error);
    const next = isLast ? weights : weights.map((weight, i) => weight * beta ** ((1 - costs[i]) * learningRate));
    return { estimator, weight: learningRate * Math.log(1 / beta), error, sampleWeights: next };
  }

  predict(X: MatrixLike): Tensor<[number]> {
    const { estimators } = this.learned;
    const said = tidy(() => {
      const samples = this.checkX(X, 'predict');
      return estimators.map((estimator) => toTypedArray(member(estimator).predict(samples)));
    });
    return vector(this.#medians(said));
  }

  /** Predictions after each member. */
  *stagedPredict(X: MatrixLike): Generator<Tensor<[number]>> {
    const { shape, data } = tidy(() => {
      const samples = this.checkX(X, 'stagedPredict');
      return { shape: samples.shape, data: Float64Array.from(toTypedArray(samples)) };
    });
    const said: ArrayLike<number>[] = [];
    for (const estimator of this.learned.estimators) {
      said.push(tidy(() => toTypedArray(member(estimator).predict(matrix(data, shape[0], shape[1])))));
      yield vector(this.#medians(said));
    }
  }

  /** For each sample the median of what members say, by their weights. */
  #medians(said: readonly ArrayLike<number>[]): Float64Array {
    const weights = this.learned.estimatorWeights.subarray(0, said.length);
    const half = 0.5 * weights.reduce((sum, weight) => sum + weight, 0);
    const order = said.map((_, m) => m);
    return Float64Array.from({ length: said[0].length }, (_, i) => {
      order.sort((a, b) => said[a][i] - said[b][i]);
      let sum = 0;
      for (const m of order) {
        sum += weights[m];
        if (sum >= half) return said[m][i];
      }
      return said[order[order.length - 1]][i];
    });
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): AdaBoosted {
    return readAdaBoosted(new StateReader('AdaBoostRegressor', state));
  }
}

/** N positions, each drawn with the probability that is its weight. */
function drawByWeight(weights: Float64Array, rng: Rng): Int32Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < sums.length; i++) {
    sum += weights[i];
    sums[i] = sum;
  }
  return Int32Array.from(sums, () => {
    const wanted = rng.random() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
