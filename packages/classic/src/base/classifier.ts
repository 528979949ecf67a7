import { isTensor, type Tensor } from '@ml/tensor';
import { checkSameLength } from './check-matrix.ts';
import { DataError } from './data-error.ts';
import { Estimator } from './estimator.ts';
import { type EncodedLabels, encodeLabels, type Label, type Labels, labelList, type Predicted } from './labels.ts';
import type { MatrixLike, VectorLike } from './matrix-like.ts';

export interface FitOptions {
  /** How much each sample counts, ≥ 0; default 1. */
  readonly sampleWeight?: VectorLike | null | undefined;
  /** Told how far a long fit has come. */
  readonly onProgress?: ((progress: FitProgress) => void) | undefined;
}

/** `done` of `total` rounds, trees, candidates, … */
export interface FitProgress {
  readonly done: number;
  readonly total: number;
}

export interface ScoreOptions {
  readonly sampleWeight?: VectorLike | null | undefined;
}

/**
 * An estimator that tells classes apart. Labels are numbers, or strings with `new SVC<string>()`.
 *
 * @typeParam L what classes are called
 */
export abstract class Classifier<
  P extends object,
  S extends { readonly classes: readonly L[] },
  L extends Label,
> extends Estimator<P, S> {
  abstract fit(X: MatrixLike, y: Labels<L>, options?: FitOptions): this;

  /** The most likely class of each sample. @shape X [N, F] → [N] */
  abstract predict(X: MatrixLike): Predicted<L>;

  /** The labels seen in `fit`, ascending; columns of probabilities are in this order. */
  get classes_(): readonly L[] {
    return this.learned.classes;
  }

  /** Share of samples whose class is predicted, by weight. */
  score(X: MatrixLike, y: Labels<L>, { sampleWeight = null }: ScoreOptions = {}): number {
    const op = `${this.class.estimatorName}.score`;
    const truth = labelList(op, y);
    const predicted = labelList(op, this.predict(X) as Labels<L>);
    if (truth.length !== predicted.length)
      throw new DataError(`${op}: X has ${predicted.length} samples, y has ${truth.length}`);
    const weights =
      sampleWeight === null ? null : isTensor(sampleWeight) ? (sampleWeight.toArray() as number[]) : sampleWeight;
    let right = 0;
    let total = 0;
    for (let i = 0; i < truth.length; i++) {
      const weight = weights === null ? 1 : weights[i];
      total += weight;
      if (truth[i] === predicted[i]) right += weight;
    }
    return right / total;
  }

  /**
   * Labels of `fit`.
   *
   * @throws {ShapeError} when there is not one for each row of X
   * @throws {DataError} when there are fewer than `least` classes
   */
  protected fitLabels(X: Tensor, y: Labels<L>, least = 2): EncodedLabels<L> {
    const op = `${this.class.estimatorName}.fit`;
    const encoded = encodeLabels<L>(op, y);
    checkSameLength(op, X, encoded.codes.length);
    if (encoded.classes.length < least)
      throw new DataError(`${op}: y has one class (${encoded.classes[0]}), at least ${least} are needed`);
    return encoded;
  }
}
