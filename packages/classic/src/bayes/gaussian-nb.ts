import type { Tensor } from '@ml/tensor';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label } from '../base/labels.ts';
import { requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { checkProbabilities } from './check-priors.ts';
import { type ClassMoments, classMoments, joinMoments, totalVariance } from './class-moments.ts';
import { type Batch, NaiveBayes, type NaiveBayesState } from './naive-bayes.ts';

export interface GaussianNBParams {
  /** Probabilities of the classes; null: their shares of the samples. */
  readonly priors: readonly number[] | Float64Array | null;
  /** Share of the largest variance of a feature that is added to all variances. */
  readonly varSmoothing: number;
}

interface GaussianNBState<L extends Label> extends NaiveBayesState<L>, ClassMoments {
  readonly prior: Float64Array;
  /** What is added to variances. */
  readonly epsilon: number;
}

/**
 * Naive Bayes with features that are normal within each class.
 *
 * log P(x, k) = log πₖ − ½ Σⱼ [log 2πσ²ₖⱼ + (xⱼ − μₖⱼ)²/σ²ₖⱼ], with biased variances over the samples of the class plus
 * ε = varSmoothing · the largest variance of a feature over all samples.
 *
 * @shape X [N, F] → [N]; probabilities [N, K]
 * @complexity O(N·F) to fit, O(N·F·K) to predict
 * @reference agrees with sklearn.naive_bayes.GaussianNB, which takes ε from the last batch alone and without weights
 * @example
 * new GaussianNB().fit([[1], [2], [8], [9]], [0, 0, 1, 1]).predict([[3], [7]]).toArray() // => [0, 1]
 */
export class GaussianNB<L extends Label = number> extends NaiveBayes<GaussianNBParams, GaussianNBState<L>, L> {
  static readonly estimatorName = 'GaussianNB';
  static readonly defaults: GaussianNBParams = { priors: null, varSmoothing: 1e-9 };
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true, weightsRepeat: true });

  /** Samples of each class, by weight. @shape → [K] */
  get classCount_(): Tensor<[number]> {
    return vector(this.learned.count);
  }

  /** Probability of each class. @shape → [K] */
  get classPrior_(): Tensor<[number]> {
    return vector(this.learned.prior);
  }

  /** What is added to variances. */
  get epsilon_(): number {
    return this.learned.epsilon;
  }

  /** Means of the features in each class. @shape → [K, F] */
  get theta_(): Tensor<[number, number]> {
    return matrix(this.learned.mean, this.learned.classes.length, this.nFeaturesIn_);
  }

  /** Variances of the features in each class, with what is added. @shape → [K, F] */
  get var_(): Tensor<[number, number]> {
    const { variance, epsilon, classes } = this.learned;
    return matrix(
      variance.map((value) => value + epsilon),
      classes.length,
      this.nFeaturesIn_,
    );
  }

  protected checkParams(): void {
    requireNonNegative('GaussianNB', 'varSmoothing', this.params.varSmoothing);
  }

  protected update(
    before: GaussianNBState<L> | null,
    { op, X, classes, codes, weights }: Batch<L>,
  ): GaussianNBState<L> {
    const { priors, varSmoothing } = this.params;
    const own = classMoments(values(X), codes, classes.length, weights);
    const moments = before === null ? own : joinMoments(before, own);
    const total = moments.count.reduce((sum, count) => sum + count, 0);
    const prior =
      priors === null
        ? moments.count.map((count) => count / total)
        : checkProbabilities(op, 'priors', priors, classes.length);
    const epsilon = varSmoothing * totalVariance(moments).reduce((most, value) => Math.max(most, value), 0);
    return { classes, ...moments, prior, epsilon };
  }

  protected jointLogs(X: Tensor<[number, number]>): Float64Array {
    const { mean, variance, epsilon, prior } = this.learned;
    const [n, features] = X.shape;
    const classes = prior.length;
    const data = values(X);
    const precision = variance.map((value) => 1 / (value + epsilon));
    const logs = new Float64Array(n * classes);
    for (let k = 0; k < classes; k++) {
      const first = k * features;
      let start = Math.log(prior[k]);
      for (let j = first; j < first + features; j++) start -= 0.5 * Math.log(2 * Math.PI * (variance[j] + epsilon));
      for (let row = 0, at = 0; row < n; row++) {
        let sum = 0;
        for (let j = first; j < first + features; j++, at++) {
          const deviation = data[at] - mean[j];
          sum += deviation * deviation * precision[j];
        }
        logs[row * classes + k] = start - 0.5 * sum;
      }
    }
    return logs;
  }

  protected readState(state: unknown, seen: SeenFeatures | null): GaussianNBState<L> {
    const read = new StateReader('GaussianNB', state);
    const classes = read.classes<L>();
    const size = classes.length * (seen?.count ?? 0);
    return {
      classes,
      count: read.float64('count', classes.length),
      mean: read.float64('mean', size),
      variance: read.float64('variance', size),
      prior: read.float64('prior', classes.length),
      epsilon: read.number('epsilon'),
    };
  }
}
