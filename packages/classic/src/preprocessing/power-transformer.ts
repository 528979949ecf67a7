import { type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values, vector } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { columnMoments, isConstantColumn } from './column-moments.ts';
import { presentColumns } from './column-quantiles.ts';
import { newMatrix } from './new-matrix.ts';
import { likeliestPower, type PowerMethod, powerInverseTransform, powerTransform } from './power-family.ts';

export interface PowerTransformerParams {
  readonly method: PowerMethod;
  /** Give the result mean 0 and variance 1. */
  readonly standardize: boolean;
}

interface PowerTransformerState {
  readonly lambdas: Float64Array;
  /** Of the transformed features; 0 and 1 where they are not standardized. */
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Features made as normal as a power can make them.
 *
 * Each has its own λ, of maximum likelihood: Yeo-Johnson's family for any numbers, Box and Cox's for positive ones.
 *
 * @shape X [N, F] → [N, F]
 * @throws {DataError} when a value is not > 0 with 'box-cox'; names row and column
 * @special NaN counts for nothing in `fit` and stays NaN in `transform`
 * @complexity O(N·F) for each of the about six λ that are tried
 * @reference Yeo & Johnson (2000); Box & Cox (1964); agrees with sklearn.preprocessing.PowerTransformer
 * @example
 * const X = [[1], [2], [4], [8]];
 * const power = new PowerTransformer({ method: 'box-cox' }).fit(X);
 * Math.abs(power.lambdas_.item()) < 1e-12 // => true
 */
export class PowerTransformer extends Transformer<PowerTransformerParams, PowerTransformerState> {
  static readonly estimatorName = 'PowerTransformer';
  static readonly defaults: PowerTransformerParams = { method: 'yeo-johnson', standardize: true };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  /** The power of each feature. @shape → [F] */
  get lambdas_(): Tensor<[number]> {
    return vector(this.learned.lambdas);
  }

  fit(X: MatrixLike, _y: unknown = null): this {
    const { method, standardize } = this.params;
    requireOneOf('PowerTransformer', 'method', method, ['yeo-johnson', 'box-cox']);
    return this.learn(
      tidy(() => {
        const samples = this.fitX(X);
        this.#requirePositive(samples, 'fit');
        const [n, columns] = samples.shape;
        const lambdas = Float64Array.from(presentColumns(values(samples), columns), (column) =>
          likeliestPower(method, column),
        );
        const mean = new Float64Array(columns);
        const scale = new Float64Array(columns).fill(1);
        if (!standardize) return { lambdas, mean, scale };
        const out = newMatrix(n, columns);
        transformColumns(values(out), values(samples), { method, lambdas, mean, scale });
        const moments = columnMoments(values(out), columns, null);
        const spread = moments.variance.map((value, j) => (isConstantColumn(moments, j) ? 1 : Math.sqrt(value)));
        return { lambdas, mean: moments.mean, scale: spread };
      }),
    );
  }

  transform(X: MatrixLike): Tensor<[number, number]> {
    const { method } = this.params;
    const learned = this.learned;
    return tidy(() => {
      const samples = this.checkX(X, 'transform');
      this.#requirePositive(samples, 'transform');
      const out = newMatrix(samples.shape[0], samples.shape[1]);
      transformColumns(values(out), values(samples), { method, ...learned });
      return out;
    });
  }

  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    const { method } = this.params;
    const { lambdas, mean, scale } = this.learned;
    return tidy(() => {
      const samples = this.checkX(X, 'inverseTransform');
      const from = values(samples);
      const out = newMatrix(samples.shape[0], samples.shape[1]);
      const to = values(out);
      for (let at = 0; at < from.length; at += lambdas.length)
        for (let j = 0; j < lambdas.length; j++)
          to[at + j] = powerInverseTransform(method, from[at + j] * scale[j] + mean[j], lambdas[j]);
      return out;
    });
  }

  #requirePositive(samples: Tensor<[number, number]>, where: string): void {
    if (this.params.method !== 'box-cox') return;
    const at = values(samples).findIndex((value) => value <= 0);
    if (at < 0) return;
    const columns = samples.shape[1];
    throw new DataError(
      `PowerTransformer.${where}: X has ${values(samples)[at]} at row ${Math.floor(at / columns)}, column ${at % columns}; 'box-cox' needs values > 0, 'yeo-johnson' takes all`,
    );
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): PowerTransformerState {
    const read = new StateReader('PowerTransformer', state);
    const count = seen?.count ?? 0;
    return {
      lambdas: read.float64('lambdas', count),
      mean: read.float64('mean', count),
      scale: read.float64('scale', count),
    };
  }
}

function transformColumns(
  out: Float64Array,
  data: Float64Array,
  { method, lambdas, mean, scale }: PowerTransformerState & { readonly method: PowerMethod },
): void {
  for (let at = 0; at < data.length; at += lambdas.length)
    for (let j = 0; j < lambdas.length; j++)
      out[at + j] = (powerTransform(method, data[at + j], lambdas[j]) - mean[j]) / scale[j];
}
