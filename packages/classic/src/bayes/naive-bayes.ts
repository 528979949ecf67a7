import { type Tensor, tidy } from '@ml/tensor';
import { checkWeights } from '../base/check-weights.ts';
import { Classifier, type FitOptions } from '../base/classifier.ts';
import { compareLabels, decodeLabels, type Label, type Labels, type Predicted } from '../base/labels.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { matrix } from '../base/values.ts';
import { largestOfRows } from '../tree/class-shares.ts';
import { codesAmong } from './codes-among.ts';
import { normalizeExponentials, normalizeLogs } from './normalize-logs.ts';

export interface PartialFitOptions<L extends Label> extends FitOptions {
  /** All classes there will ever be; needed in the first call, and the same ever after. */
  readonly classes?: readonly L[] | null | undefined;
}

/** Samples that are learned from at once. */
export interface Batch<L extends Label> {
  /** The method, for messages. */
  readonly op: string;
  /** [N, F] */
  readonly X: Tensor<[number, number]>;
  readonly classes: readonly L[];
  /** [N] */
  readonly codes: Int32Array;
  readonly weights: Float64Array | null;
}

export interface NaiveBayesState<L extends Label> {
  readonly classes: readonly L[];
}

/**
 * What the classifiers have in common that take features for independent within a class: they learn sums, so that batches can be
 * learned one after the other, and answer with log P(class) + Σⱼ log P(xⱼ | class).
 */
export abstract class NaiveBayes<P extends object, S extends NaiveBayesState<L>, L extends Label> extends Classifier<
  P,
  S,
  L
> {
  /** @throws {ParameterError} when a parameter is none */
  protected abstract checkParams(): void;

  /** What is known after a batch, from what was before. */
  protected abstract update(before: S | null, batch: Batch<L>): S;

  /** log P(x, class). @shape X [N, F] → [N, K] */
  protected abstract jointLogs(X: Tensor<[number, number]>, op: string): Float64Array;

  fit(X: MatrixLike, y: Labels<L>, { sampleWeight = null }: FitOptions = {}): this {
    this.checkParams();
    const op = `${this.class.estimatorName}.fit`;
    return tidy(() => {
      const samples = this.fitX(X);
      const labels = this.fitLabels(samples, y, 1);
      const weights = checkWeights(op, sampleWeight, samples);
      return this.learn(this.update(null, { op, X: samples, ...labels, weights }));
    });
  }

  /**
   * Learns from more samples: after the last batch it is as if all had been learned at once.
   *
   * @throws {ParameterError} when the first batch comes without `classes`, or a later one with others
   * @throws {DataError} when a label is not among the classes
   */
  partialFit(X: MatrixLike, y: Labels<L>, { classes = null, sampleWeight = null }: PartialFitOptions<L> = {}): this {
    this.checkParams();
    const op = `${this.class.estimatorName}.partialFit`;
    const before = this.isFitted ? this.learned : null;
    const all = classes === null ? null : [...new Set(classes)].sort(compareLabels);
    const known = before?.classes ?? all;
    if (known === null) throw new ParameterError(`${op}: classes must be given in the first call`);
    if (all !== null && (all.length !== known.length || all.some((label, i) => label !== known[i])))
      throw new ParameterError(`${op}: classes are [${all.join(', ')}], but were [${known.join(', ')}] before`);
    return tidy(() => {
      const samples = before === null ? this.fitX(X) : this.checkX(X, 'partialFit');
      const codes = codesAmong(op, samples, y, known);
      const weights = checkWeights(op, sampleWeight, samples);
      return this.learn(this.update(before, { op, X: samples, classes: known, codes, weights }));
    });
  }

  predict(X: MatrixLike): Predicted<L> {
    const { classes } = this.learned;
    return tidy(() => decodeLabels(classes, largestOfRows(this.#logs(X, 'predict'), classes.length)));
  }

  /** log P(x, class): not divided by P(x). @shape X [N, F] → [N, K] */
  predictJointLogProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => this.#matrix(this.#logs(X, 'predictJointLogProba')));
  }

  /** log P(class | x). @shape X [N, F] → [N, K] */
  predictLogProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => this.#matrix(normalizeLogs(this.#logs(X, 'predictLogProba'), this.learned.classes.length)));
  }

  /** P(class | x). @shape X [N, F] → [N, K] */
  predictProba(X: MatrixLike): Tensor<[number, number]> {
    return tidy(() => this.#matrix(normalizeExponentials(this.#logs(X, 'predictProba'), this.learned.classes.length)));
  }

  #logs(X: MatrixLike, method: string): Float64Array {
    return this.jointLogs(this.checkX(X, method), `${this.class.estimatorName}.${method}`);
  }

  #matrix(data: Float64Array): Tensor<[number, number]> {
    const { classes } = this.learned;
    return matrix(data, data.length / classes.length, classes.length);
  }
}
