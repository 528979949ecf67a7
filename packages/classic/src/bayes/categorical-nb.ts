import type { Tensor } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Label } from '../base/labels.ts';
import { ParameterError, requireCount, requireNonNegative } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { matrix, values } from '../base/values.ts';
import { withDefaults } from '../base/with-defaults.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { DiscreteNB, type DiscreteNBParams, type DiscreteNBState, discreteDefaults } from './discrete-nb.ts';
import type { Batch } from './naive-bayes.ts';

export interface CategoricalNBParams extends DiscreteNBParams {
  readonly alpha: number;
  /** Categories of each feature, at least: one number for all, or one each; null: as many as `fit` sees. */
  readonly minCategories: number | readonly number[] | null;
}

interface CategoricalNBState<L extends Label> extends DiscreteNBState<L> {
  /** Of each feature: how often each category occurs in each class. [K, categories] */
  readonly categoryCount: readonly Float64Array[];
  /** Of each feature. [K, categories] */
  readonly featureLogProb: readonly Float64Array[];
}

/**
 * Naive Bayes for categories, numbered 0, 1, …: log P(x, k) = log πₖ + Σⱼ log θₖⱼ(xⱼ) with
 * θₖⱼ(c) = (Nₖⱼ(c) + α) / (Nₖ + α · categories of j). Fractions are cut off, as scikit-learn does.
 *
 * @shape X [N, F], all ≥ 0 → [N]; probabilities [N, K]
 * @complexity O(N·F) to fit, O(N·F·K) to predict
 * @reference agrees with sklearn.naive_bayes.CategoricalNB
 * @example
 * new CategoricalNB().fit([[0, 2], [0, 1], [1, 0]], [0, 0, 1]).predict([[0, 1], [1, 0]]).toArray() // => [0, 1]
 */
export class CategoricalNB<L extends Label = number> extends DiscreteNB<CategoricalNBParams, CategoricalNBState<L>, L> {
  static readonly estimatorName = 'CategoricalNB';
  static readonly defaults: CategoricalNBParams = /* @__PURE__ */ withDefaults(discreteDefaults, {
    alpha: 1,
    minCategories: null,
  });
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', {
    acceptsWeights: true,
    weightsRepeat: true,
    requiresPositiveX: true,
  });

  /** Number of categories of each feature. */
  get nCategories_(): readonly number[] {
    return this.learned.categoryCount.map((count) => count.length / this.learned.classes.length);
  }

  /** Of each feature, how often each category occurs in each class. @shape → [K, categories] each */
  get categoryCount_(): Tensor<[number, number]>[] {
    return this.learned.categoryCount.map((count) => this.#perCategory(count));
  }

  /** Of each feature, the logarithm of the smoothed probability of each category in each class. @shape → [K, categories] each */
  get featureLogProb_(): Tensor<[number, number]>[] {
    return this.learned.featureLogProb.map((logs) => this.#perCategory(logs));
  }

  #perCategory(data: Float64Array): Tensor<[number, number]> {
    const classes = this.learned.classes.length;
    return matrix(data, classes, data.length / classes);
  }

  protected override checkParams(): void {
    const { alpha, minCategories } = this.params;
    requireNonNegative('CategoricalNB', 'alpha', alpha);
    const all = typeof minCategories === 'number' ? [minCategories] : (minCategories ?? []);
    for (const count of all) requireCount('CategoricalNB', 'minCategories', count);
  }

  protected update(before: CategoricalNBState<L> | null, batch: Batch<L>): CategoricalNBState<L> {
    const { op, X, classes, codes, weights } = batch;
    const features = X.shape[1];
    const data = requireCategories(X, op);
    const least = this.#minCategories(op, features);
    const categoryCount = Array.from({ length: features }, (_, j) => {
      let categories = least[j];
      for (let at = j; at < data.length; at += features) categories = Math.max(categories, data[at] + 1);
      const count = widened(before?.categoryCount[j] ?? new Float64Array(0), classes.length, categories);
      const width = count.length / classes.length;
      for (let row = 0; row < codes.length; row++)
        count[codes[row] * width + data[row * features + j]] += weights === null ? 1 : weights[row];
      return count;
    });
    const alphas = this.alphas(op, features);
    const featureLogProb = categoryCount.map((count, j) => smoothedLogs(count, classes.length, alphas[j]));
    const classCount = this.countClasses(before, batch);
    return { classes, classCount, classLogPrior: this.logPrior(op, classCount), categoryCount, featureLogProb };
  }

  #minCategories(op: string, features: number): readonly number[] {
    const { minCategories } = this.params;
    if (minCategories === null || typeof minCategories === 'number')
      return new Array<number>(features).fill(minCategories ?? 1);
    if (minCategories.length !== features)
      throw new ParameterError(`${op}: minCategories has ${minCategories.length} numbers for ${features} features`);
    return minCategories;
  }

  /** @throws {DataError} when a category is beyond those that `fit` knew */
  protected jointLogs(X: Tensor<[number, number]>, op: string): Float64Array {
    const { featureLogProb, classLogPrior } = this.learned;
    const [n, features] = X.shape;
    const classes = classLogPrior.length;
    const data = requireCategories(X, op);
    const logs = new Float64Array(n * classes);
    for (let i = 0; i < logs.length; i++) logs[i] = classLogPrior[i % classes];
    for (let j = 0; j < features; j++) {
      const own = featureLogProb[j];
      const width = own.length / classes;
      for (let row = 0; row < n; row++) {
        const category = data[row * features + j];
        if (category >= width)
          throw new DataError(
            `${op}: X has category ${category} at row ${row}, column ${j}, where fit knew ${width}; set minCategories`,
          );
        for (let k = 0; k < classes; k++) logs[row * classes + k] += own[k * width + category];
      }
    }
    return logs;
  }

  protected readState(state: unknown, seen: SeenFeatures | null): CategoricalNBState<L> {
    const read: StateReader = new StateReader('CategoricalNB', state);
    const classes = read.classes<L>();
    const features = seen?.count ?? 0;
    const [categoryCount, featureLogProb] = ['categoryCount', 'featureLogProb'].map((name) => {
      const list = read.list(name, features);
      for (const each of list)
        read.require(
          each instanceof Float64Array && each.length > 0 && each.length % classes.length === 0,
          `has no float64 array for every class in ${name}`,
        );
      return list as Float64Array[];
    });
    const agree = categoryCount.every((count, j) => count.length === featureLogProb[j].length);
    read.require(agree, 'has other categories in featureLogProb than in categoryCount');
    return {
      classes,
      classCount: read.float64('classCount', classes.length),
      classLogPrior: read.float64('classLogPrior', classes.length),
      categoryCount,
      featureLogProb,
    };
  }
}

/** X as numbers of categories. @throws {DataError} when one is below 0 or too large to be one */
function requireCategories(X: Tensor<[number, number]>, op: string): Int32Array {
  const data = values(X);
  const odd = data.findIndex((value) => value <= -1 || value >= 2 ** 24);
  if (odd < 0) return Int32Array.from(data);
  const [row, column] = [Math.floor(odd / X.shape[1]), odd % X.shape[1]];
  throw new DataError(`${op}: X has ${data[odd]} at row ${row}, column ${column}; categories are numbered from 0`);
}

/** A copy of counts [K, categories] with room for so many categories. */
function widened(count: Float64Array, classes: number, categories: number): Float64Array {
  const before = count.length / classes;
  const width = Math.max(before, categories);
  const wide = new Float64Array(classes * width);
  for (let k = 0; k < classes; k++) wide.set(count.subarray(k * before, (k + 1) * before), k * width);
  return wide;
}

function smoothedLogs(count: Float64Array, classes: number, alpha: number): Float64Array {
  const width = count.length / classes;
  const logs = new Float64Array(count.length);
  for (let first = 0; first < count.length; first += width) {
    let total = 0;
    for (let i = first; i < first + width; i++) total += count[i] + alpha;
    for (let i = first; i < first + width; i++) logs[i] = Math.log(count[i] + alpha) - Math.log(total);
  }
  return logs;
}
