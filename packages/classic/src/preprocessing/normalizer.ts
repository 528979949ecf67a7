import { type Tensor, tidy } from '@ml/tensor';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { newMatrix } from './new-matrix.ts';

export interface NormalizerParams {
  /** Sum of absolute values, Euclidean length, or largest absolute value. */
  readonly norm: 'l1' | 'l2' | 'max';
}

/**
 * Samples of length 1: every row is divided by its norm; a row of zeros stays as it is.
 *
 * There is nothing to learn: `fit` looks at the number of features only.
 *
 * @shape X [N, F] → [N, F]
 * @complexity O(N·F)
 * @reference agrees with sklearn.preprocessing.Normalizer
 * @example
 * new Normalizer().fitTransform([[3, 4], [0, 0]]).toArray() // => [[0.6, 0.8], [0, 0]]
 */
export class Normalizer extends Transformer<NormalizerParams, Record<never, never>> {
  static readonly estimatorName = 'Normalizer';
  static readonly defaults: NormalizerParams = { norm: 'l2' };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer');

  fit(X: MatrixLike, _y: unknown = null): this {
    requireOneOf('Normalizer', 'norm', this.params.norm, ['l1', 'l2', 'max']);
    tidy(() => void this.fitX(X));
    return this.learn({});
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { norm } = this.params;
    return tidy(() => {
      const samples = this.checkX(X, 'transform');
      const [n, columns] = samples.shape;
      const from = values(samples);
      const out = newMatrix(n, columns);
      const to = values(out);
      for (let at = 0; at < from.length; at += columns) {
        let length = 0;
        for (let j = 0; j < columns; j++) {
          const value = from[at + j];
          if (norm === 'l2') length += value * value;
          else if (norm === 'l1') length += Math.abs(value);
          else length = Math.max(length, Math.abs(value));
        }
        if (norm === 'l2') length = Math.sqrt(length);
        const divisor = length < 10 * Number.EPSILON ? 1 : length;
        for (let j = 0; j < columns; j++) to[at + j] = from[at + j] / divisor;
      }
      return out;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown): Record<never, never> {
    new StateReader('Normalizer', state);
    return {};
  }
}
