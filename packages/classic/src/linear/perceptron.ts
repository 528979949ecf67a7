import type { Label } from '../base/labels.ts';
import { tagsOf } from '../base/tags.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { type SGDClassifierCommon, SGDLinearClassifier } from './sgd-linear-classifier.ts';
import type { SGDLoss } from './sgd-losses.ts';
import { type SGDRateParams, sgdDefaults } from './sgd-params.ts';

export type PerceptronParams = SGDClassifierCommon;

/**
 * Rosenblatt's perceptron: a sample that is on the wrong side is added to the coefficients of its class.
 *
 * @complexity O(N·F·K) per epoch
 * @reference agrees with sklearn.linear_model.Perceptron; with shuffle: false to rounding
 * @example
 * const model = new Perceptron({ randomState: 0 }).fit([[-2], [-1], [1], [2]], [0, 0, 1, 1]);
 * model.predict([[-1.5], [1.5]]).toArray() // => [0, 1]
 */
export class Perceptron<L extends Label = number> extends SGDLinearClassifier<PerceptronParams, L> {
  static readonly estimatorName = 'Perceptron';
  static readonly defaults: PerceptronParams = /* @__PURE__ */ withDefaults(sgdDefaults, {
    penalty: null,
    eta0: 1,
    classWeight: null,
    nJobs: null,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    orderInvariant: false,
    fitsOneSample: false,
  });

  protected method(): { readonly loss: SGDLoss; readonly params: SGDRateParams } {
    const { classWeight, nJobs, ...params } = this.params;
    return {
      loss: 'perceptron',
      params: { ...params, learningRate: 'constant', epsilon: 0, powerT: 0, average: false },
    };
  }
}
