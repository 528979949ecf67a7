import { concat, logSoftmax, type Tensor, tidy, zerosLike } from '@ml/tensor';
import type { Label } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { oneVsRestProbabilities } from './one-vs-rest-probabilities.ts';
import { type SGDClassifierCommon, SGDLinearClassifier } from './sgd-linear-classifier.ts';
import { type SGDLoss, sgdLosses } from './sgd-losses.ts';
import { type SGDRateParams, sgdDefaults } from './sgd-params.ts';

export interface SGDClassifierParams extends SGDRateParams, SGDClassifierCommon {
  /** hinge: a linear support vector machine; log_loss: logistic regression. Losses of regression are taken of labels −1 and 1. */
  readonly loss: SGDLoss;
}

/**
 * Linear classifiers by stochastic gradient descent: for more samples than other solvers can take.
 *
 * Minimizes mean loss + α·penalty, one class against the rest. Features should be scaled.
 *
 * @complexity O(N·F·K) per epoch
 * @reference agrees with sklearn.linear_model.SGDClassifier; with shuffle: false to rounding
 * @example
 * const model = new SGDClassifier({ randomState: 0 }).fit([[-2], [-1], [1], [2]], [0, 0, 1, 1]);
 * model.predict([[-1.5], [1.5]]).toArray() // => [0, 1]
 */
export class SGDClassifier<L extends Label = number> extends SGDLinearClassifier<SGDClassifierParams, L> {
  static readonly estimatorName = 'SGDClassifier';
  static readonly defaults: SGDClassifierParams = /* @__PURE__ */ withDefaults(sgdDefaults, {
    loss: 'hinge',
    epsilon: 0.1,
    learningRate: 'optimal',
    powerT: 0.5,
    classWeight: null,
    average: false,
    nJobs: null,
  });
  static readonly notOnlySwitches = ['average'];
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    orderInvariant: false,
    fitsOneSample: false,
  });

  protected method(): { readonly loss: SGDLoss; readonly params: SGDRateParams } {
    const { loss } = this.params;
    requireOneOf('SGDClassifier', 'loss', loss, sgdLosses);
    const { classWeight, nJobs, ...params } = this.params;
    return { loss, params };
  }

  /**
   * Probabilities: of 'log_loss' the logistic function, of 'modified_huber' (1 + clip(score, −1, 1)) / 2.
   *
   * @shape X [N, F] → [N, K]
   * @throws {ParameterError} for other losses, which have none
   */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const scores = this.scores(X, 'predictProba');
      this.#requireProbabilities('predictProba');
      const probabilities = this.params.loss === 'log_loss' ? oneVsRestProbabilities : clippedProbabilities;
      return probabilities(values(scores), scores.shape);
    });
  }

  /** Logarithms of the probabilities. @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => {
      const scores = this.scores(X, 'predictLogProba');
      this.#requireProbabilities('predictLogProba');
      if (this.params.loss === 'log_loss' && scores.shape[1] === 1)
        return logSoftmax(concat([zerosLike(scores), scores], 1)) as Tensor<[number, number]>;
      return this.predictProba(X).log() as Tensor<[number, number]>;
    });
  }

  #requireProbabilities(method: string): void {
    const { loss } = this.params;
    if (loss !== 'log_loss' && loss !== 'modified_huber')
      throw new ParameterError(
        `SGDClassifier.${method}: loss '${loss}' has no probabilities; use 'log_loss' or 'modified_huber'`,
      );
  }
}

/** (1 + clip(score, −1, 1)) / 2 made to sum to 1; where all are 0 they are equal. */
function clippedProbabilities(scores: Float64Array, [n, rows]: readonly [number, number]): Tensor<[number, number]> {
  const columns = rows === 1 ? 2 : rows;
  const out = new Float64Array(n * columns);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < rows; k++) {
      const share = (1 + Math.max(-1, Math.min(1, scores[i * rows + k]))) / 2;
      out[i * columns + columns - rows + k] = share;
      sum += share;
    }
    if (rows === 1) out[2 * i] = 1 - sum;
    else for (let k = i * rows; k < (i + 1) * rows; k++) out[k] = sum === 0 ? 1 / rows : out[k] / sum;
  }
  return matrix(out, n, columns);
}
