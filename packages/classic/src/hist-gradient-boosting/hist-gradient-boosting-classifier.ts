import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { type ClassWeight, weightsWithClasses } from '../base/class-weight.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import { isTableLike, type MatrixLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values, vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { boost } from './boost.ts';
import { type BoostedTrees, rawPredictions, readBoosted, stagedPredictions } from './boosted-trees.ts';
import { binomialLoss, multinomialLoss } from './losses.ts';
import { checkHistBoostingParams, type HistBoostingParams, histBoostingDefaults } from './params.ts';

export interface HistGradientBoostingClassifierParams extends HistBoostingParams {
  readonly loss: 'log_loss';
  readonly classWeight: ClassWeight;
}

interface HistGradientBoostingClassifierState<L extends Label> extends BoostedTrees {
  readonly classes: readonly L[];
}

/**
 * Gradient boosting of trees over binned features for classes: fast on many samples, at home with missing values and categories.
 *
 * The trees add up to the logit of the second of two classes, or, one tree for each class in every iteration, to the logits of
 * several, which softmax turns into probabilities.
 *
 * @shape X [N, F], y [N]
 * @special NaN in X is a missing value
 * @complexity O(maxIter · trees · depth · N·F)
 * @reference Ke et al. 2017, LightGBM; agrees with sklearn.ensemble.HistGradientBoostingClassifier
 * @example
 * const X = Array.from({ length: 100 }, (_, i) => [i]);
 * const y = X.map(([x]) => (x < 50 ? 'few' : 'many'));
 * new HistGradientBoostingClassifier<string>().fit(X, y).predict([[3], [70]]) // => ['few', 'many']
 */
export class HistGradientBoostingClassifier<L extends Label = number> extends Classifier<
  HistGradientBoostingClassifierParams,
  HistGradientBoostingClassifierState<L>,
  L
> {
  static readonly estimatorName = 'HistGradientBoostingClassifier';
  static readonly defaults: HistGradientBoostingClassifierParams = /* @__PURE__ */ withDefaults(histBoostingDefaults, {
    loss: 'log_loss',
    classWeight: null,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
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

  /** Trees of an iteration: one for two classes, otherwise one for each. */
  get nTreesPerIteration_(): number {
    return this.learned.baseline.length;
  }

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const name = 'HistGradientBoostingClassifier';
    const { loss, classWeight, monotonicCst } = this.params;
    checkHistBoostingParams(name, this.params);
    requireOneOf(name, 'loss', loss, ['log_loss']);
    const state = tidy(() => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y);
      if (classes.length > 2) requireOneOf(name, 'monotonicCst', monotonicCst, [null]);
      const given = checkWeights(`${name}.fit`, sampleWeight, samples);
      const weights = weightsWithClasses(name, given, classWeight, classes, codes);
      const features = { count: samples.shape[1], names: isTableLike(X) ? X.columnNames : null };
      const data = { x: samples, y: vector(codes), weights: weights === null ? null : vector(weights) };
      const own = classes.length === 2 ? binomialLoss() : multinomialLoss(classes.length);
      const task = { features, isClassifier: true, loss: own, params: this.params, onProgress };
      return { ...boost(name, data, task), classes };
    });
    return this.learn(state);
  }

  predict(X: MatrixLike): Predicted<L> {
    return this.#classOf(this.#raw(X, 'predict'));
  }

  /** @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return this.#probabilities(this.#raw(X, 'predictProba'));
  }

  /** Logits: of the second class [N] for two, otherwise [N, K]. */
  decisionFunction(X: MatrixLike): Tensor {
    const raw = this.#raw(X, 'decisionFunction');
    const outputs = this.nTreesPerIteration_;
    if (outputs === 1) return vector(raw);
    const n = raw.length / outputs;
    return matrix(
      Float64Array.from(raw, (_, at) => raw[(at % outputs) * n + Math.floor(at / outputs)]),
      n,
      outputs,
    );
  }

  /** Predictions after each iteration. */
  *stagedPredict(X: MatrixLike): Generator<Predicted<L>> {
    for (const raw of this.#staged(X, 'stagedPredict')) yield this.#classOf(raw);
  }

  /** Probabilities after each iteration. */
  *stagedPredictProba(X: MatrixLike): Generator<Tensor<[number, number]>> {
    for (const raw of this.#staged(X, 'stagedPredictProba')) yield this.#probabilities(raw);
  }

  #staged(X: MatrixLike, method: string): Generator<Float64Array> {
    const x = tidy(() => values(this.checkX(X, method)).slice());
    return stagedPredictions(this.learned, x, this.nFeaturesIn_);
  }

  #raw(X: MatrixLike, method: string): Float64Array {
    return tidy(() => {
      const samples = this.checkX(X, method);
      return rawPredictions(this.learned, samples);
    });
  }

  /** The most likely class; the first of equals. */
  #classOf(raw: Float64Array): Predicted<L> {
    const { classes, baseline } = this.learned;
    const outputs = baseline.length;
    const n = raw.length / outputs;
    const best = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      if (outputs === 1) best[i] = raw[i] > 0 ? 1 : 0;
      else for (let k = 1; k < outputs; k++) if (raw[k * n + i] > raw[best[i] * n + i]) best[i] = k;
    }
    return decodeLabels(classes, best);
  }

  #probabilities(raw: Float64Array): Tensor<[number, number]> {
    const { classes, baseline } = this.learned;
    const outputs = baseline.length;
    const width = classes.length;
    const n = raw.length / outputs;
    const out = new Float64Array(n * width);
    for (let i = 0; i < n; i++) {
      if (outputs === 1) {
        const p = 1 / (1 + Math.exp(-raw[i]));
        out[2 * i] = 1 - p;
        out[2 * i + 1] = p;
        continue;
      }
      let most = raw[i];
      for (let k = 1; k < outputs; k++) most = Math.max(most, raw[k * n + i]);
      let sum = 0;
      for (let k = 0; k < outputs; k++) sum += out[i * width + k] = Math.exp(raw[k * n + i] - most);
      for (let k = 0; k < outputs; k++) out[i * width + k] /= sum;
    }
    return matrix(out, n, width);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): HistGradientBoostingClassifierState<L> {
    const read: StateReader = new StateReader('HistGradientBoostingClassifier', state);
    const classes = read.classes<L>();
    read.require(classes.length >= 2, 'has one class');
    return { ...readBoosted(read, seen?.count ?? 0, classes.length === 2 ? 1 : classes.length), classes };
  }
}
