import { type Tensor, tidy } from '@ml/tensor';
import { checkFeatureCount, checkMatrix } from '../base/check-matrix.ts';
import type { MatrixLike } from '../base/matrix-like.ts';
import { Transformer } from '../base/transformer.ts';
import { values } from '../base/values.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { newMatrix } from '../preprocessing/new-matrix.ts';

/** What every selector learns: 1 for the features that stay. */
export interface Support {
  readonly support: Uint8Array;
}

/** A transformer that keeps some features and drops the others. */
export abstract class FeatureSelector<P extends object, S extends Support> extends Transformer<P, S> {
  /** Which features stay: true or false for each, or with `indices` their numbers. */
  getSupport(options: { readonly indices: true }): number[];
  getSupport(options?: { readonly indices?: false }): boolean[];
  getSupport({ indices = false }: { readonly indices?: boolean } = {}): number[] | boolean[] {
    return indices ? this.selected() : Array.from(this.learned.support, (stays) => stays === 1);
  }

  /** The columns that stay. @shape X [N, F] → [N, selected] */
  transform(X: MatrixLike): Tensor<[number, number]> {
    const columns = this.selected();
    return tidy(() => takeColumns(this.checkX(X, 'transform'), columns));
  }

  /** Puts columns of zeros where features were dropped. @shape X [N, selected] → [N, F] */
  inverseTransform(X: MatrixLike): Tensor<[number, number]> {
    const op = `${this.class.estimatorName}.inverseTransform`;
    const columns = this.selected();
    const width = this.nFeaturesIn_;
    return tidy(() => {
      const samples = checkMatrix(op, X, { allowNaN: this.class.tags.allowsNaN }).X;
      checkFeatureCount(op, samples, columns.length);
      const from = values(samples);
      const rows = samples.shape[0];
      const out = newMatrix(rows, width);
      const to = values(out).fill(0);
      for (let i = 0; i < rows; i++)
        for (let k = 0; k < columns.length; k++) to[i * width + columns[k]] = from[i * columns.length + k];
      return out;
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const names = this.inputNames(inputNames);
    return this.selected().map((j) => names[j]);
  }

  /** Numbers of the features that stay. */
  protected selected(): number[] {
    return supported(this.learned.support);
  }
}

/** Numbers of the features whose mark is 1. */
export function supported(support: Uint8Array): number[] {
  return Array.from(support.keys()).filter((j) => support[j] === 1);
}

/** @shape X [N, F] → [N, columns.length] */
export function takeColumns(X: Tensor<[number, number]>, columns: readonly number[]): Tensor<[number, number]> {
  const [rows, width] = X.shape;
  const from = values(X);
  const out = newMatrix(rows, columns.length);
  const to = values(out);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < columns.length; k++) to[i * columns.length + k] = from[i * width + columns[k]];
  return out;
}

/** One mark, 0 or 1, for each feature, from a file. */
export function readSupport(read: StateReader, features: number): Uint8Array {
  const support = read.raw('support');
  const fits = support instanceof Uint8Array && support.length === features && support.every((mark) => mark <= 1);
  read.require(fits, `has no marks for ${features} features in support`);
  return support as Uint8Array;
}
