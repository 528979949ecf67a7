import type { Tensor } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label } from '../base/labels.ts';
import { tagsOf } from '../base/tags.ts';
import { vector } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { StateReader } from '../persistence/state-reader.ts';
import {
  CountedNB,
  type CountedNBState,
  type DiscreteNBParams,
  discreteDefaults,
  requireCounts,
  weightedSums,
} from './discrete-nb.ts';

export interface ComplementNBParams extends DiscreteNBParams {
  /** Divide the weights of each class by their sum. */
  readonly norm: boolean;
}

/**
 * Naive Bayes for counts where classes are of very different sizes: each class is judged by the features of all others,
 *
 * wₖⱼ = −log((N₋ₖⱼ + α) / Σⱼ(N₋ₖⱼ + α)), N₋ₖⱼ the sum of feature j over the samples of all classes but k,
 *
 * and the class of the largest Σⱼ xⱼ wₖⱼ wins. The sizes of classes play no part, unless there is only one.
 *
 * @shape X [N, F], all ≥ 0 → [N]; probabilities [N, K]
 * @complexity O(N·F) to fit, O(N·F·K) to predict
 * @reference Rennie, Shih, Teevan & Karger 2003; agrees with sklearn.naive_bayes.ComplementNB
 * @example
 * new ComplementNB().fit([[2, 0], [3, 1], [0, 4]], [0, 0, 1]).predict([[1, 0], [0, 2]]).toArray() // => [0, 1]
 */
export class ComplementNB<L extends Label = number> extends CountedNB<ComplementNBParams, L> {
  static readonly estimatorName = 'ComplementNB';
  static readonly defaults: ComplementNBParams = /* @__PURE__ */ withDefaults(discreteDefaults, { norm: false });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    weightsRepeat: true,
    requiresPositiveX: true,
  });

  /** Sums of the features over all samples. @shape → [F] */
  get featureAll_(): Tensor<[number]> {
    return vector(columnSums(this.learned.featureCount, this.nFeaturesIn_));
  }

  protected counts(X: Tensor<[number, number]>, op: string): Float64Array {
    return requireCounts(X, op);
  }

  protected logProbs(featureCount: Float64Array, classCount: Float64Array, alpha: Float64Array): Float64Array {
    const features = alpha.length;
    const all = columnSums(featureCount, features);
    const weights = new Float64Array(featureCount.length);
    for (let first = 0; first < classCount.length * features; first += features) {
      let total = 0;
      for (let j = 0; j < features; j++) total += all[j] + alpha[j] - featureCount[first + j];
      let sum = 0;
      for (let j = 0; j < features; j++) {
        weights[first + j] = Math.log((all[j] + alpha[j] - featureCount[first + j]) / total);
        sum += weights[first + j];
      }
      const divisor = this.params.norm ? sum : -1;
      for (let j = 0; j < features; j++) weights[first + j] /= divisor;
    }
    return weights;
  }

  protected jointLogs(X: Tensor<[number, number]>, op: string): Float64Array {
    const { featureLogProb, classLogPrior, classes } = this.learned;
    const start = classes.length === 1 ? classLogPrior : new Float64Array(classes.length);
    return weightedSums(this.counts(X, op), featureLogProb, start);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): CountedNBState<L> {
    return this.readCounted(new StateReader('ComplementNB', state), seen?.count ?? 0);
  }
}

function columnSums(rows: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows.length; i++) sums[i % columns] += rows[i];
  return sums;
}
