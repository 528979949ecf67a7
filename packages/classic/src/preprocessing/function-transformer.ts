import { isTensor, type Tensor, tidy } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { NotFittedError } from '../base/not-fitted-error.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { StateReader } from '../persistence/state-reader.ts';

/** Makes a matrix of a matrix; must not change the one that it is given. */
export type MatrixFunction = (X: Tensor<[number, number]>) => MatrixLike;

export interface FunctionTransformerParams {
  /** null changes nothing. */
  readonly func: MatrixFunction | null;
  /** What `inverseTransform` does; null changes nothing. */
  readonly inverseFunc: MatrixFunction | null;
  /** Refuse NaN. */
  readonly validate: boolean;
  /**
   * Names of the columns that come out: 'one-to-one' those that go in, or a function of them. null where they are unknown; without
   * `func` they are those that go in.
   */
  readonly featureNamesOut: 'one-to-one' | ((inputNames: readonly string[]) => readonly string[]) | null;
}

/**
 * A function of yours as a transformer.
 *
 * Functions are no data: such a transformer cannot be written as JSON unless both are null.
 *
 * @shape X [N, F] → what the function makes
 * @reference agrees with sklearn.preprocessing.FunctionTransformer
 * @example
 * new FunctionTransformer({ func: (X) => X.mul(2) }).fitTransform([[1, 2]]).toArray() // => [[2, 4]]
 */
export class FunctionTransformer extends Transformer<FunctionTransformerParams, Record<never, never>> {
  static readonly estimatorName = 'FunctionTransformer';
  static readonly defaults: FunctionTransformerParams = {
    func: null,
    inverseFunc: null,
    validate: false,
    featureNamesOut: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  fit(X: MatrixLike, _y: unknown = null): this {
    for (const name of ['func', 'inverseFunc'] as const) {
      const value = this.params[name];
      requireParameter(
        'FunctionTransformer',
        name,
        value,
        value === null || typeof value === 'function',
        'a function or null',
      );
    }
    tidy(() => void this.fitX(X, { allowNaN: !this.params.validate }));
    return this.learn({});
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    return this.#apply(X, 'transform', this.params.func);
  }

  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    return this.#apply(X, 'inverseTransform', this.params.inverseFunc);
  }

  #apply(X: MatrixLike, method: string, func: MatrixFunction | null): Tensor<[number, number]> {
    const op = `FunctionTransformer.${method}`;
    const allowNaN = !this.params.validate;
    if (!this.isFitted) throw new NotFittedError('FunctionTransformer');
    return tidy(() => {
      const isForward = method === 'transform';
      const samples = isForward ? this.checkX(X, method, { allowNaN }) : checkMatrix(op, X, { allowNaN }).X;
      const result = func === null ? samples.copy() : func(samples);
      const out = isTensor(result) && result.rank === 2 ? (result as Tensor<[number, number]>) : null;
      return out ?? checkMatrix(op, result, { allowNaN: true }).X;
    });
  }

  /** @throws {TypeError} where `featureNamesOut` does not say them */
  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const { featureNamesOut } = this.params;
    const names = this.inputNames(inputNames);
    if (featureNamesOut === null && this.params.func !== null)
      throw new TypeError(
        'FunctionTransformer.getFeatureNamesOut: names are known only where featureNamesOut is given',
      );
    return typeof featureNamesOut === 'function' ? [...featureNamesOut(names)] : [...names];
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): Record<never, never> {
    new StateReader('FunctionTransformer', state);
    return {};
  }
}
