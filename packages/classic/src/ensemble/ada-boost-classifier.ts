import { type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { AnyEstimator, SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireOneOf } from '../base/parameter-error.ts';
import { generatorOf } from '../base/random-state.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { hasMethod } from '../model-selection/has-method.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { largestOfRows } from '../tree/class-shares.ts';
import { DecisionTreeClassifier } from '../tree/decision-tree-classifier.ts';
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

export interface AdaBoostClassifierParams extends AdaBoostParams {
  /** SAMME asks members for classes, SAMME.R for probabilities. */
  readonly algorithm: 'SAMME' | 'SAMME.R';
}

interface AdaBoostClassifierState<L extends Label> extends AdaBoosted {
  readonly classes: readonly L[];
  readonly isReal: boolean;
}

/**
 * AdaBoost for any number of classes: each member is fitted with more weight on what those before it got wrong.
 *
 * Members must take sample weights; the default is a decision tree of one split.
 *
 * @shape X [N, F], y [N]
 * @reference Zhu, Zou, Rosset & Hastie 2009, Multi-class AdaBoost; agrees with sklearn.ensemble.AdaBoostClassifier
 * @example
 * const model = new AdaBoostClassifier().fit([[0], [1], [2], [3]], [1, 1, 7, 7]);
 * model.predict([[0.2], [9]]).toArray() // => [1, 7]
 */
export class AdaBoostClassifier<L extends Label = number> extends Classifier<
  AdaBoostClassifierParams,
  AdaBoostClassifierState<L>,
  L
> {
  static readonly estimatorName = 'AdaBoostClassifier';
  static readonly defaults: AdaBoostClassifierParams = /* @__PURE__ */ withDefaults(adaBoostDefaults, {
    algorithm: 'SAMME.R',
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true });

  /** The members, which know classes as 0, 1, … */
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
    return vector(tidy(() => adaBoostImportances('AdaBoostClassifier', this.learned)));
  }

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const name = 'AdaBoostClassifier';
    const { params } = this;
    const { estimator, algorithm, nEstimators } = params;
    checkAdaBoostParams(name, params);
    requireOneOf(name, 'algorithm', algorithm, ['SAMME', 'SAMME.R']);
    requireEstimator(name, 'estimator', estimator, 'classifier');
    const base = estimator ?? new DecisionTreeClassifier({ maxDepth: 1 });
    const weak = base.class.estimatorName;
    if (!base.tags.acceptsWeights) throw new ParameterError(`${name}: ${weak} takes no sample weights`);
    const isReal = algorithm === 'SAMME.R';
    if (isReal && !hasMethod(base, 'predictProba'))
      throw new ParameterError(`${name}: ${weak} has no predictProba; use algorithm 'SAMME'`);
    const state = tidy(() => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y);
      const given = checkWeights(`${name}.fit`, sampleWeight, samples);
      const rng = generatorOf(name, params.randomState);
      let done = 0;
      const boosted = adaBoost(codes.length, given, nEstimators, (weights, isLast, isFirst) => {
        const fitted = seededClone(base, rng);
        member(fitted).fit(samples, codes, { sampleWeight: weights });
        const found = tidy(() => this.#boost(fitted, samples, codes, classes.length, weights, isLast));
        if (found === null && isFirst)
          throw new DataError(`${name}.fit: ${weak} is no better than chance on these samples`);
        onProgress?.({ done: ++done, total: nEstimators });
        return found;
      });
      return { ...boosted, classes, isReal };
    });
    return this.learn(state);
  }

  #boost(
    estimator: AnyEstimator,
    X: Tensor,
    codes: Int32Array,
    classes: number,
    weights: Float64Array,
    isLast: boolean,
  ): Boost | null {
    const isReal = this.params.algorithm === 'SAMME.R';
    const said = isReal ? toTypedArray(member(estimator).predictProba(X)) : null;
    const guesses =
      said === null
        ? toTypedArray(member(estimator).predict(X))
        : largestOfRows(Float64Array.from(said), classes).map((k) => member(estimator).classes_[k]);
    let error = 0;
    let total = 0;
    for (let i = 0; i < codes.length; i++) {
      total += weights[i];
      if (guesses[i] !== codes[i]) error += weights[i];
    }
    error /= total;
    if (error <= 0) return { estimator, weight: 1, error: 0, sampleWeights: weights };
    const { learningRate } = this.params;
    if (said !== null) {
      const next = isLast ? weights : weights.map((w, i) => w * realFactor(said, i, codes[i], classes, learningRate));
      return { estimator, weight: 1, error, sampleWeights: next };
    }
    if (error >= 1 - 1 / classes) return null;
    const weight = learningRate * (Math.log((1 - error) / error) + Math.log(classes - 1));
    const next = isLast ? weights : weights.map((w, i) => (guesses[i] !== codes[i] ? w * Math.exp(weight) : w));
    return { estimator, weight, error, sampleWeights: next };
  }

  predict(X: MatrixLike): Predicted<L> {
    return this.#classOf(this.#decisions(X, 'predict'));
  }

  /** How much is said for the second class [N] where there are two, otherwise for each [N, K]. */
  decisionFunction(X: MatrixLike): Tensor {
    return this.#shaped(this.#decisions(X, 'decisionFunction'));
  }

  /** @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return this.#probabilities(this.#decisions(X, 'predictProba'));
  }

  /** @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => this.predictProba(X).log() as Tensor<[number, number]>);
  }

  /** Decisions after each member. */
  *stagedDecisionFunction(X: MatrixLike): Generator<Tensor> {
    for (const decisions of this.#staged(X, 'stagedDecisionFunction')) yield this.#shaped(decisions);
  }

  /** Predictions after each member. */
  *stagedPredict(X: MatrixLike): Generator<Predicted<L>> {
    for (const decisions of this.#staged(X, 'stagedPredict')) yield this.#classOf(decisions);
  }

  /** Probabilities after each member. */
  *stagedPredictProba(X: MatrixLike): Generator<Tensor<[number, number]>> {
    for (const decisions of this.#staged(X, 'stagedPredictProba')) yield this.#probabilities(decisions);
  }

  /** [N, K] row by row. */
  #decisions(X: MatrixLike, method: string): Float64Array {
    return tidy(() => {
      const samples = this.checkX(X, method);
      const { estimators } = this.learned;
      const sums = new Float64Array(samples.shape[0] * this.learned.classes.length);
      let total = 0;
      estimators.forEach((_, m) => {
        total += this.#addSaid(sums, samples, m);
      });
      return sums.map((sum) => sum / total);
    });
  }

  *#staged(X: MatrixLike, method: string): Generator<Float64Array> {
    const { shape, data } = tidy(() => {
      const samples = this.checkX(X, method);
      return { shape: samples.shape, data: Float64Array.from(toTypedArray(samples)) };
    });
    const sums = new Float64Array(shape[0] * this.learned.classes.length);
    let total = 0;
    for (let m = 0; m < this.learned.estimators.length; m++) {
      total += tidy(() => this.#addSaid(sums, matrix(data, shape[0], shape[1]), m));
      yield sums.map((sum) => sum / total);
    }
  }

  /** Adds what a member says; returns how much it counts. */
  #addSaid(sums: Float64Array, X: Tensor, m: number): number {
    const { estimators, estimatorWeights, classes, isReal } = this.learned;
    const own = member(estimators[m]);
    const columns = classes.length;
    tidy(() => {
      if (isReal) {
        const said = toTypedArray(own.predictProba(X));
        for (let at = 0; at < said.length; at += columns) addCentredLogs(sums, said, at, columns);
        return;
      }
      toTypedArray(own.predict(X)).forEach((code, i) => {
        sums[i * columns + code] += estimatorWeights[m];
      });
    });
    return estimatorWeights[m];
  }

  #classOf(decisions: Float64Array): Predicted<L> {
    const { classes } = this.learned;
    return decodeLabels(classes, largestOfRows(decisions, classes.length));
  }

  #shaped(decisions: Float64Array): Tensor {
    const columns = this.learned.classes.length;
    const n = decisions.length / columns;
    if (columns > 2) return matrix(decisions, n, columns);
    return vector(Float64Array.from({ length: n }, (_, i) => decisions[2 * i + 1] - decisions[2 * i]));
  }

  /** softmax(decision / (K − 1)); of two classes the decision is that for the second less that for the first. */
  #probabilities(decisions: Float64Array): Tensor<[number, number]> {
    const columns = this.learned.classes.length;
    const out = new Float64Array(decisions.length);
    for (let at = 0; at < out.length; at += columns) {
      let most = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < columns; k++) most = Math.max(most, this.#evidence(decisions, at, k));
      let sum = 0;
      for (let k = 0; k < columns; k++) {
        out[at + k] = Math.exp(this.#evidence(decisions, at, k) - most);
        sum += out[at + k];
      }
      for (let k = 0; k < columns; k++) out[at + k] /= sum;
    }
    return matrix(out, out.length / columns, columns);
  }

  #evidence(decisions: Float64Array, at: number, k: number): number {
    const columns = this.learned.classes.length;
    if (columns > 2) return decisions[at + k] / (columns - 1);
    return (decisions[at + k] - decisions[at + 1 - k]) / 2;
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): AdaBoostClassifierState<L> {
    const read: StateReader = new StateReader('AdaBoostClassifier', state);
    return { ...readAdaBoosted(read), classes: read.classes<L>(), isReal: read.boolean('isReal') };
  }
}

/** By what the weight of a sample changes: e to −(K − 1)/K · η · Σ_k code_k log p_k, code 1 for its class, −1/(K − 1) for others. */
function realFactor(said: ArrayLike<number>, i: number, code: number, classes: number, learningRate: number): number {
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    const log = Math.log(Math.max(said[i * classes + k], Number.EPSILON));
    sum += k === code ? log : -log / (classes - 1);
  }
  return Math.exp(((-learningRate * (classes - 1)) / classes) * sum);
}

/** Adds (K − 1)(log p_k − mean of log p) of a row. */
function addCentredLogs(sums: Float64Array, said: ArrayLike<number>, at: number, classes: number): void {
  let mean = 0;
  for (let k = 0; k < classes; k++) mean += Math.log(Math.max(said[at + k], Number.EPSILON)) / classes;
  for (let k = 0; k < classes; k++)
    sums[at + k] += (classes - 1) * (Math.log(Math.max(said[at + k], Number.EPSILON)) - mean);
}
