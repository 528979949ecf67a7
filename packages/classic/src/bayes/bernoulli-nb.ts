import type { Tensor } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label } from '../base/labels.ts';
import { requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { values } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { StateReader } from '../persistence/state-reader.ts';
import {
  CountedNB,
  type CountedNBState,
  type DiscreteNBParams,
  discreteDefaults,
  weightedSums,
} from './discrete-nb.ts';

export interface BernoulliNBParams extends DiscreteNBParams {
  /** Values above it are 1, others 0; null: X has only 0 and 1 already. */
  readonly binarize: number | null;
}

/**
 * Naive Bayes for features that are there or not: log P(x, k) = log πₖ + Σⱼ log(xⱼ ? θₖⱼ : 1 − θₖⱼ) with
 * θₖⱼ = (Nₖⱼ + α) / (Nₖ + 2α). Unlike with `MultinomialNB` the absence of a feature counts too.
 *
 * @shape X [N, F] → [N]; probabilities [N, K]
 * @complexity O(N·F) to fit, O(N·F·K) to predict
 * @reference Manning, Raghavan & Schütze 2008, §13.3; agrees with sklearn.naive_bayes.BernoulliNB
 * @example
 * new BernoulliNB().fit([[1, 0], [1, 1], [0, 1]], [0, 0, 1]).predict([[1, 0], [0, 1]]).toArray() // => [0, 1]
 */
export class BernoulliNB<L extends Label = number> extends CountedNB<BernoulliNBParams, L> {
  static readonly estimatorName = 'BernoulliNB';
  static readonly defaults: BernoulliNBParams = /* @__PURE__ */ withDefaults(discreteDefaults, { binarize: 0 });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, weightsRepeat: true });

  protected override checkParams(): void {
    super.checkParams();
    if (this.params.binarize !== null) requireNonNegative('BernoulliNB', 'binarize', this.params.binarize);
  }

  protected counts(X: Tensor<[number, number]>): Float64Array {
    const { binarize } = this.params;
    return binarize === null ? values(X) : values(X).map((value) => (value > binarize ? 1 : 0));
  }

  protected logProbs(featureCount: Float64Array, classCount: Float64Array, alpha: Float64Array): Float64Array {
    const features = alpha.length;
    return featureCount.map((count, i) => {
      const added = alpha[i % features];
      return Math.log(count + added) - Math.log(classCount[Math.floor(i / features)] + 2 * added);
    });
  }

  protected jointLogs(X: Tensor<[number, number]>): Float64Array {
    const { featureLogProb, classLogPrior } = this.learned;
    const features = X.shape[1];
    const absent = featureLogProb.map((log) => Math.log1p(-Math.exp(log)));
    const data = this.counts(X);
    if (!absent.every(Number.isFinite) || !featureLogProb.every(Number.isFinite)) {
      // Without smoothing a feature can be certain: each term by itself, since ∞ − ∞ is no number.
      const both = new Float64Array(2 * absent.length);
      const present = new Float64Array(2 * data.length);
      for (let i = 0; i < data.length; i++) [present[2 * i], present[2 * i + 1]] = [data[i], 1 - data[i]];
      for (let i = 0; i < absent.length; i++) [both[2 * i], both[2 * i + 1]] = [featureLogProb[i], absent[i]];
      return weightedSums(present, both, classLogPrior);
    }
    const start = classLogPrior.slice();
    for (let i = 0; i < absent.length; i++) start[Math.floor(i / features)] += absent[i];
    return weightedSums(
      data,
      featureLogProb.map((log, i) => log - absent[i]),
      start,
    );
  }

  protected readState(state: unknown, seen: SeenFeatures | null): CountedNBState<L> {
    return this.readCounted(new StateReader('BernoulliNB', state), seen?.count ?? 0);
  }
}
