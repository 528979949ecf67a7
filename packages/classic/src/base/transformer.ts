import type { Tensor } from '@ml/tensor';
import type { FitOptions } from './classifier.ts';
import { Estimator } from './estimator.ts';
import type { Labels } from './labels.ts';
import type { MatrixLike, VectorLike } from './matrix-like.ts';

/**
 * An estimator that makes features of features.
 *
 * @typeParam Out what it makes: a tensor, but for those that pass on words
 */
export abstract class Transformer<P extends object, S, X = MatrixLike, Out = Tensor> extends Estimator<P, S> {
  abstract fit(X: X, y?: Labels | VectorLike | null, options?: FitOptions): this;

  /** @shape X [N, F] → [N, F'] */
  abstract transform(X: X): Out;

  fitTransform(X: X, y: Labels | VectorLike | null = null, options: FitOptions = {}): Out {
    return this.fit(X, y, options).transform(X);
  }

  /**
   * Names of the columns that `transform` makes.
   *
   * @param inputNames names of the columns of X; default: those that `fit` saw, or x0, x1, …
   */
  abstract getFeatureNamesOut(inputNames?: readonly string[]): string[];

  /** Names of the columns that go in. @throws {RangeError} when there are not as many as `fit` saw */
  protected inputNames(given?: readonly string[]): readonly string[] {
    const count = this.nFeaturesIn_;
    const names = given ?? this.featureNamesIn_ ?? Array.from({ length: count }, (_, i) => `x${i}`);
    if (names.length !== count)
      throw new RangeError(
        `${this.class.estimatorName}.getFeatureNamesOut: ${names.length} names for ${count} features`,
      );
    return names;
  }

  /** For transformers that name their columns after themselves: pca0, pca1, … */
  protected numberedNames(count: number): string[] {
    const stem = this.class.estimatorName.toLowerCase();
    return Array.from({ length: count }, (_, i) => `${stem}${i}`);
  }
}
