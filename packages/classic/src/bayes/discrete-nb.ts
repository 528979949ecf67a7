import { add, matmul, type Tensor, transpose } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import { describeParameter } from '../base/describe-parameter.ts';
import type { Label } from '../base/labels.ts';
import { ParameterError, requireParameter } from '../base/parameter-error.ts';
import { matrix, values, vector } from '../base/values.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { checkPriors } from './check-priors.ts';
import { type Batch, NaiveBayes, type NaiveBayesState } from './naive-bayes.ts';

/** What naive Bayes with counted features has in common. */
export interface DiscreteNBParams {
  /** What is added to every count (Laplace, Lidstone), or one number per feature. */
  readonly alpha: number | readonly number[] | Float64Array;
  /** Takes an alpha below 1e-10 as it is; otherwise it becomes 1e-10. */
  readonly forceAlpha: boolean;
  /** Classes have their shares of the samples as probabilities; false: all the same. */
  readonly fitPrior: boolean;
  /** Probabilities of the classes; null: as `fitPrior` says. */
  readonly classPrior: readonly number[] | Float64Array | null;
}

export const discreteDefaults: DiscreteNBParams = { alpha: 1, forceAlpha: false, fitPrior: true, classPrior: null };

export interface DiscreteNBState<L extends Label> extends NaiveBayesState<L> {
  /** Samples of each class, by weight. [K] */
  readonly classCount: Float64Array;
  readonly classLogPrior: Float64Array;
}

export interface CountedNBState<L extends Label> extends DiscreteNBState<L> {
  /** Sums of the features over the samples of each class. [K, F] */
  readonly featureCount: Float64Array;
  /** [K, F] */
  readonly featureLogProb: Float64Array;
}

/** Naive Bayes over counts: what does not depend on how features are distributed. */
export abstract class DiscreteNB<
  P extends DiscreteNBParams,
  S extends DiscreteNBState<L>,
  L extends Label,
> extends NaiveBayes<P, S, L> {
  /** Samples of each class, by weight. @shape → [K] */
  get classCount_(): Tensor<[number]> {
    return vector(this.learned.classCount);
  }

  /** @shape → [K] */
  get classLogPrior_(): Tensor<[number]> {
    return vector(this.learned.classLogPrior);
  }

  protected checkParams(): void {
    const name = this.class.estimatorName;
    const { alpha } = this.params;
    const all = typeof alpha === 'number' ? [alpha] : Array.from(alpha);
    const fits = all.length > 0 && all.every((value) => Number.isFinite(value) && value >= 0);
    requireParameter(name, 'alpha', alpha, fits, 'a number ≥ 0, or one per feature');
  }

  /** What is added to the counts of each feature. @shape → [F] */
  protected alphas(op: string, features: number): Float64Array {
    const { alpha, forceAlpha } = this.params;
    const least = forceAlpha ? 0 : 1e-10;
    if (typeof alpha === 'number') return new Float64Array(features).fill(Math.max(alpha, least));
    if (alpha.length !== features)
      throw new ParameterError(`${op}: alpha has ${alpha.length} numbers for ${features} features`);
    return Float64Array.from(alpha, (value) => Math.max(value, least));
  }

  protected logPrior(op: string, classCount: Float64Array): Float64Array {
    const { fitPrior, classPrior } = this.params;
    const classes = classCount.length;
    if (classPrior !== null) return checkPriors(op, 'classPrior', classPrior, classes).map(Math.log);
    if (!fitPrior) return new Float64Array(classes).fill(-Math.log(classes));
    const total = Math.log(classCount.reduce((sum, count) => sum + count, 0));
    return classCount.map((count) => Math.log(count) - total);
  }

  /** Samples of each class after a batch. */
  protected countClasses(before: DiscreteNBState<L> | null, { classes, codes, weights }: Batch<L>): Float64Array {
    const count = before?.classCount.slice() ?? new Float64Array(classes.length);
    for (let i = 0; i < codes.length; i++) count[codes[i]] += weights === null ? 1 : weights[i];
    return count;
  }
}

/** Naive Bayes whose features are summed over the samples of each class. */
export abstract class CountedNB<P extends DiscreteNBParams, L extends Label> extends DiscreteNB<
  P,
  CountedNBState<L>,
  L
> {
  /** Sums of the features over the samples of each class, by weight. @shape → [K, F] */
  get featureCount_(): Tensor<[number, number]> {
    return this.#perFeature(this.learned.featureCount);
  }

  /** Logarithm of the smoothed probability of each feature in each class. @shape → [K, F] */
  get featureLogProb_(): Tensor<[number, number]> {
    return this.#perFeature(this.learned.featureLogProb);
  }

  #perFeature(data: Float64Array): Tensor<[number, number]> {
    return matrix(data, this.learned.classes.length, this.nFeaturesIn_);
  }

  /** X as it is counted: checked, or made 0 and 1. */
  protected abstract counts(X: Tensor<[number, number]>, op: string): Float64Array;

  /** @shape featureCount [K, F], classCount [K], alpha [F] → [K, F] */
  protected abstract logProbs(featureCount: Float64Array, classCount: Float64Array, alpha: Float64Array): Float64Array;

  protected update(before: CountedNBState<L> | null, batch: Batch<L>): CountedNBState<L> {
    const { op, X, classes, codes, weights } = batch;
    const features = X.shape[1];
    const data = this.counts(X, op);
    const featureCount = before?.featureCount.slice() ?? new Float64Array(classes.length * features);
    for (let row = 0, at = 0; row < codes.length; row++) {
      const weight = weights === null ? 1 : weights[row];
      for (let place = codes[row] * features, stop = place + features; place < stop; place++, at++)
        featureCount[place] += weight * data[at];
    }
    const classCount = this.countClasses(before, batch);
    const featureLogProb = this.logProbs(featureCount, classCount, this.alphas(op, features));
    return { classes, classCount, classLogPrior: this.logPrior(op, classCount), featureCount, featureLogProb };
  }

  protected readCounted(read: StateReader, features: number): CountedNBState<L> {
    const classes = read.classes<L>();
    return {
      classes,
      classCount: read.float64('classCount', classes.length),
      classLogPrior: read.float64('classLogPrior', classes.length),
      featureCount: read.float64('featureCount', classes.length * features),
      featureLogProb: read.float64('featureLogProb', classes.length * features),
    };
  }
}

/** X, all ≥ 0. @throws {DataError} when a value is below 0; says where */
export function requireCounts(X: Tensor<[number, number]>, op: string): Float64Array {
  const data = values(X);
  let odd = 0;
  while (odd < data.length && data[odd] >= 0) odd++;
  if (odd === data.length) return data;
  const [row, column] = [Math.floor(odd / X.shape[1]), odd % X.shape[1]];
  throw new DataError(`${op}: X has ${describeParameter(data[odd])} at row ${row}, column ${column}; counts are ≥ 0`);
}

/**
 * start[k] + Σⱼ xᵢⱼ·weights[k, j]; where x is 0 the term is 0, also for an infinite weight.
 *
 * @shape data [N, F], weights [K, F], start [K] → [N, K]
 */
export function weightedSums(data: Float64Array, weights: Float64Array, start: Float64Array): Float64Array {
  const classes = start.length;
  const features = weights.length / classes;
  const n = data.length / features;
  if (weights.every(Number.isFinite)) {
    const product = matmul(matrix(data, n, features), transpose(matrix(weights, classes, features)));
    return values(add(product, vector(start))).slice();
  }
  const sums = new Float64Array(n * classes);
  for (let i = 0; i < sums.length; i++) {
    const k = i % classes;
    const row = ((i - k) / classes) * features;
    sums[i] = start[k];
    for (let j = 0; j < features; j++) if (data[row + j] !== 0) sums[i] += data[row + j] * weights[k * features + j];
  }
  return sums;
}
