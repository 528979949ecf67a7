import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values, vector } from '../base/values.ts';
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
import {
  binomialDeviance,
  exponentialLoss,
  type GradientLoss,
  multinomialDeviance,
} from './gradient-boosting-losses.ts';

export interface GradientBoostingClassifierParams extends GradientBoostingParams {
  /** 'exponential' is for two classes, and makes what AdaBoost makes. */
  readonly loss: 'log_loss' | 'exponential';
}

interface GradientBoostingClassifierState<L extends Label> extends GradientBoosted {
  readonly classes: readonly L[];
  readonly isExponential: boolean;
}

/**
 * Gradient boosting of trees with exact splits for classes: each tree corrects the logits that those before it add up to.
 *
 * For many samples HistGradientBoostingClassifier is much faster.
 *
 * @shape X [N, F], y [N]
 * @complexity O(nEstimators · trees · maxDepth · N·F)
 * @reference Friedman 2001; agrees with sklearn.ensemble.GradientBoostingClassifier
 * @example
 * const model = new GradientBoostingClassifier<string>().fit([[0], [1], [2], [3]], ['no', 'no', 'yes', 'yes']);
 * model.predict([[0.5], [9]]) // => ['no', 'yes']
 */
export class GradientBoostingClassifier<L extends Label = number> extends Classifier<
  GradientBoostingClassifierParams,
  GradientBoostingClassifierState<L>,
  L
> {
  static readonly estimatorName = 'GradientBoostingClassifier';
  static readonly defaults: GradientBoostingClassifierParams = /* @__PURE__ */ withDefaults(gradientBoostingDefaults, {
    loss: 'log_loss',
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true });

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

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null, onProgress }: FitOptions = {}): this {
    const name = 'GradientBoostingClassifier';
    const { params } = this;
    checkGradientBoostingParams(name, params);
    requireOneOf(name, 'loss', params.loss, ['log_loss', 'exponential']);
    const state = tidy(() => {
      const samples = this.fitX(X);
      const { classes, codes } = this.fitLabels(samples, y);
      const weights = checkWeights(`${name}.fit`, sampleWeight, samples);
      if (weights !== null && new Set(codes.filter((_, i) => weights[i] > 0)).size < 2)
        throw new DataError(`${name}.fit: all samples of positive weight are of one class, at least 2 are needed`);
      const features = samples.shape[1];
      const data = { x: values(samples), features, y: Float64Array.from(codes), weights, isClassifier: true };
      const boosted = boostTrees(name, data, this.#loss(classes.length), params, onProgress);
      return { ...boosted, classes, isExponential: params.loss === 'exponential' };
    });
    return this.learn(state);
  }

  #loss(classes: number): GradientLoss {
    if (this.params.loss === 'log_loss') return classes === 2 ? binomialDeviance() : multinomialDeviance(classes);
    if (classes === 2) return exponentialLoss();
    throw new ParameterError(`GradientBoostingClassifier: loss 'exponential' is for 2 classes, there are ${classes}`);
  }

  predict(X: MatrixLike): Predicted<L> {
    return this.#classOf(this.#raw(X, 'predict'));
  }

  /** @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return this.#probabilities(this.#raw(X, 'predictProba'));
  }

  /** @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => this.predictProba(X).log() as Tensor<[number, number]>);
  }

  /** What the trees add up to: of the second class [N] for two, otherwise [N, K]. */
  decisionFunction(X: MatrixLike): Tensor {
    const raw = this.#raw(X, 'decisionFunction');
    const outputs = this.learned.initial.length;
    if (outputs === 1) return vector(raw);
    const n = raw.length / outputs;
    return matrix(
      Float64Array.from(raw, (_, at) => raw[(at % outputs) * n + Math.floor(at / outputs)]),
      n,
      outputs,
    );
  }

  /** Predictions after each stage. */
  *stagedPredict(X: MatrixLike): Generator<Predicted<L>> {
    const x = tidy(() => values(this.checkX(X, 'stagedPredict')).slice());
    for (const raw of stagedRaw(this.learned, x)) yield this.#classOf(raw);
  }

  /** Probabilities after each stage. */
  *stagedPredictProba(X: MatrixLike): Generator<Tensor<[number, number]>> {
    const x = tidy(() => values(this.checkX(X, 'stagedPredictProba')).slice());
    for (const raw of stagedRaw(this.learned, x)) yield this.#probabilities(raw);
  }

  #raw(X: MatrixLike, method: string): Float64Array {
    return tidy(() => boostedRaw(this.learned, values(this.checkX(X, method))));
  }

  /** The most likely class; the first of equals, but with the exponential loss the second, as in scikit-learn. */
  #classOf(raw: Float64Array): Predicted<L> {
    const { classes, initial, isExponential } = this.learned;
    const outputs = initial.length;
    const n = raw.length / outputs;
    const best = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      if (outputs === 1) best[i] = raw[i] > 0 || (isExponential && raw[i] === 0) ? 1 : 0;
      else for (let k = 1; k < outputs; k++) if (raw[k * n + i] > raw[best[i] * n + i]) best[i] = k;
    }
    return decodeLabels(classes, best);
  }

  #probabilities(raw: Float64Array): Tensor<[number, number]> {
    const { classes, initial, isExponential } = this.learned;
    const outputs = initial.length;
    const width = classes.length;
    const n = raw.length / outputs;
    const out = new Float64Array(n * width);
    for (let i = 0; i < n; i++) {
      if (outputs === 1) {
        const p = 1 / (1 + Math.exp((isExponential ? -2 : -1) * raw[i]));
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

  protected readState(state: unknown, seen: SeenFeatures | null): GradientBoostingClassifierState<L> {
    const read: StateReader = new StateReader('GradientBoostingClassifier', state);
    const classes = read.classes<L>();
    read.require(classes.length >= 2, 'has one class');
    const outputs = classes.length === 2 ? 1 : classes.length;
    return {
      ...readGradientBoosted(read, seen?.count ?? 0, outputs),
      classes,
      isExponential: read.boolean('isExponential'),
    };
  }
}
