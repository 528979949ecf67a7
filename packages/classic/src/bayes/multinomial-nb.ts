import type { Tensor } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label } from '../base/labels.ts';
import { tagsOf } from '../base/tags.ts';
import { StateReader } from '../persistence/state-reader.ts';
import {
  CountedNB,
  type CountedNBState,
  type DiscreteNBParams,
  discreteDefaults,
  requireCounts,
  weightedSums,
} from './discrete-nb.ts';

export type MultinomialNBParams = DiscreteNBParams;

/**
 * Naive Bayes for counts, such as those of words: log P(x, k) = log πₖ + Σⱼ xⱼ log θₖⱼ with
 * θₖⱼ = (Nₖⱼ + α) / Σⱼ(Nₖⱼ + α), Nₖⱼ the sum of feature j over the samples of class k.
 *
 * @shape X [N, F], all ≥ 0 → [N]; probabilities [N, K]
 * @complexity O(N·F) to fit, O(N·F·K) to predict
 * @reference Manning, Raghavan & Schütze 2008, §13.2; agrees with sklearn.naive_bayes.MultinomialNB
 * @example
 * new MultinomialNB().fit([[2, 0], [3, 1], [0, 4]], [0, 0, 1]).predict([[1, 0], [0, 2]]).toArray() // => [0, 1]
 */
export class MultinomialNB<L extends Label = number> extends CountedNB<MultinomialNBParams, L> {
  static readonly estimatorName = 'MultinomialNB';
  static readonly defaults: MultinomialNBParams = discreteDefaults;
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    weightsRepeat: true,
    requiresPositiveX: true,
  });

  protected counts(X: Tensor<[number, number]>, op: string): Float64Array {
    return requireCounts(X, op);
  }

  protected logProbs(featureCount: Float64Array, classCount: Float64Array, alpha: Float64Array): Float64Array {
    const features = alpha.length;
    const logs = new Float64Array(featureCount.length);
    for (let first = 0; first < classCount.length * features; first += features) {
      let total = 0;
      for (let j = 0; j < features; j++) total += featureCount[first + j] + alpha[j];
      for (let j = 0; j < features; j++)
        logs[first + j] = Math.log(featureCount[first + j] + alpha[j]) - Math.log(total);
    }
    return logs;
  }

  protected jointLogs(X: Tensor<[number, number]>, op: string): Float64Array {
    const { featureLogProb, classLogPrior } = this.learned;
    return weightedSums(this.counts(X, op), featureLogProb, classLogPrior);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): CountedNBState<L> {
    return this.readCounted(new StateReader('MultinomialNB', state), seen?.count ?? 0);
  }
}
