import { type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { CellsLike, MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import {
  type Categories,
  type CategoriesOption,
  chosenCategories,
  encodeColumn,
  readCategories,
} from './categories.ts';
import { cellColumns, isMissing, type Present, sameCellColumns } from './cell-columns.ts';
import { newMatrix } from './new-matrix.ts';
import { requireKnown } from './one-hot-encoder.ts';

export interface OrdinalEncoderParams {
  readonly categories: CategoriesOption;
  /** A category that `fit` did not see: an error, or `unknownValue`. */
  readonly handleUnknown: 'error' | 'use_encoded_value';
  /** No number of a category; may be NaN. */
  readonly unknownValue: number | null;
  /** What a missing value becomes. */
  readonly encodedMissingValue: number;
}

interface OrdinalEncoderState {
  readonly categories: readonly Categories[];
}

const name = 'OrdinalEncoder';

/**
 * Categories as numbers 0 … K − 1, in the order of the categories.
 *
 * @shape X [N, F] → [N, F]
 * @throws {DataError} when a category was not seen in `fit`, with handleUnknown 'error'; names row and column
 * @special missing values (null, undefined, NaN) become `encodedMissingValue`
 * @complexity O(N·F)
 * @reference agrees with sklearn.preprocessing.OrdinalEncoder
 * @example
 * new OrdinalEncoder().fitTransform([['b', 7], ['a', 5]]).toArray() // => [[1, 1], [0, 0]]
 */
export class OrdinalEncoder extends Transformer<OrdinalEncoderParams, OrdinalEncoderState, CellsLike> {
  static readonly estimatorName = name;
  static readonly defaults: OrdinalEncoderParams = /* @__PURE__ */ (() => ({
    categories: 'auto',
    handleUnknown: 'error',
    unknownValue: null,
    encodedMissingValue: Number.NaN,
  }))();
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true, acceptsCells: true });

  /** Categories of each feature; a missing value is the last. */
  get categories_(): readonly (readonly Present[])[] {
    return this.learned.categories;
  }

  fit(X: CellsLike, _y: unknown = null): this {
    const { handleUnknown, unknownValue, encodedMissingValue } = this.params;
    requireOneOf(name, 'handleUnknown', handleUnknown, ['error', 'use_encoded_value']);
    const isGiven = handleUnknown === 'use_encoded_value';
    const rule = isGiven ? "a number with handleUnknown 'use_encoded_value'" : "null with handleUnknown 'error'";
    requireParameter(name, 'unknownValue', unknownValue, (typeof unknownValue === 'number') === isGiven, rule);
    requireParameter(
      name,
      'encodedMissingValue',
      encodedMissingValue,
      typeof encodedMissingValue === 'number',
      'a number',
    );
    const { columns, names } = tidy(() => cellColumns(`${name}.fit`, X));
    const categories = chosenCategories(name, this.params.categories, columns);
    columns.forEach((column, j) => {
      if (!isGiven && this.params.categories !== 'auto')
        requireKnown(`${name}.fit`, encodeColumn(column, categories[j]), (i) => column[i], j);
      requireFree('unknownValue', unknownValue, categories[j], j);
      if (categories[j].some(isMissing)) requireFree('encodedMissingValue', encodedMissingValue, categories[j], j);
    });
    this.see({ count: columns.length, names });
    return this.learn({ categories });
  }

  transform(X: CellsLike): Tensor<[number, number]> {
    const { categories } = this.learned;
    const { handleUnknown, encodedMissingValue } = this.params;
    const unknownValue = this.params.unknownValue ?? Number.NaN;
    return tidy(() => {
      const { rows, columns } = sameCellColumns(`${name}.transform`, X, this.nFeaturesIn_);
      const out = newMatrix(rows, columns.length);
      const to = values(out);
      columns.forEach((column, j) => {
        const codes = encodeColumn(column, categories[j]);
        if (handleUnknown === 'error') requireKnown(`${name}.transform`, codes, (i) => column[i], j);
        const missing = categories[j].findIndex(isMissing);
        for (let i = 0; i < rows; i++) {
          const code = codes[i];
          to[i * columns.length + j] = code < 0 ? unknownValue : code === missing ? encodedMissingValue : code;
        }
      });
      return out;
    });
  }

  /**
   * The categories again, in rows; null for those that were unknown.
   *
   * @throws {DataError} when a number is that of no category
   */
  inverseTransform(X: MatrixLike): Present[][] {
    const { categories } = this.learned;
    const { handleUnknown, unknownValue, encodedMissingValue } = this.params;
    return tidy(() => {
      const samples = this.checkX(X, 'inverseTransform');
      const data = values(samples);
      return Array.from({ length: samples.shape[0] }, (_, i) =>
        categories.map((list, j) => {
          const code = data[i * categories.length + j];
          const missing = list.find(isMissing);
          if (missing !== undefined && Object.is(code, encodedMissingValue)) return missing;
          if (handleUnknown === 'use_encoded_value' && Object.is(code, unknownValue)) return null;
          if (Number.isInteger(code) && code >= 0 && code < list.length) return list[code];
          throw new DataError(`${name}.inverseTransform: X has ${code} at row ${i}, column ${j}, which is no category`);
        }),
      );
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    return [...this.inputNames(inputNames)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): OrdinalEncoderState {
    return { categories: readCategories(new StateReader(name, state), seen?.count ?? 0) };
  }
}

/** @throws {ParameterError} when the value is also the number of a category that is there */
function requireFree(parameter: string, value: number | null, categories: Categories, column: number): void {
  const present = categories.filter((category) => !isMissing(category)).length;
  if (value !== null && Number.isInteger(value) && value >= 0 && value < present)
    throw new ParameterError(`${name}: ${parameter} is ${value}, which is also a category of column ${column}`);
}
