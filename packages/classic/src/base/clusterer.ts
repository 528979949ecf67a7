import type { Tensor } from '@ml/tensor';
import type { FitOptions } from './classifier.ts';
import { Estimator } from './estimator.ts';
import type { MatrixLike } from './matrix-like.ts';
import { integers } from './values.ts';

/** An estimator that puts samples into groups that nobody named. */
export abstract class Clusterer<P extends object, S extends { readonly labels: Int32Array }> extends Estimator<P, S> {
  abstract fit(X: MatrixLike, y?: unknown, options?: FitOptions): this;

  /** Group of each sample of `fit`, −1 for noise. @shape → [N] int32 */
  get labels_(): Tensor<[number]> {
    return integers(this.learned.labels);
  }

  /** @shape X [N, F] → [N] int32 */
  fitPredict(X: MatrixLike, y?: unknown, options: FitOptions = {}): Tensor<[number]> {
    return this.fit(X, y, options).labels_;
  }
}
