import { type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { newMatrix } from './new-matrix.ts';

export interface BinarizerParams {
  /** The largest value that becomes 0. */
  readonly threshold: number;
}

/**
 * Features of 0 and 1: 1 where a value is above the threshold.
 *
 * There is nothing to learn: `fit` looks at the number of features only.
 *
 * @shape X [N, F] → [N, F]
 * @reference agrees with sklearn.preprocessing.Binarizer
 * @example
 * new Binarizer({ threshold: 2 }).fitTransform([[1, 2, 3]]).toArray() // => [[0, 0, 1]]
 */
export class Binarizer extends Transformer<BinarizerParams, Record<never, never>> {
  static readonly estimatorName = 'Binarizer';
  static readonly defaults: BinarizerParams = { threshold: 0 };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer');

  fit(X: MatrixLike, _y: unknown = null): this {
    const { threshold } = this.params;
    requireParameter('Binarizer', 'threshold', threshold, Number.isFinite(threshold), 'a finite number');
    tidy(() => void this.fitX(X));
    return this.learn({});
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { threshold } = this.params;
    return tidy(() => {
      const samples = this.checkX(X, 'transform');
      const from = values(samples);
      const out = newMatrix(samples.shape[0], samples.shape[1]);
      const to = values(out);
      for (let at = 0; at < from.length; at++) to[at] = from[at] > threshold ? 1 : 0;
      return out;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown): Record<never, never> {
    new StateReader('Binarizer', state);
    return {};
  }
}
