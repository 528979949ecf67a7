import { type Tensor, tidy } from '@ml/tensor';
import { checkFeatureCount, checkMatrix } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import { describeParameter } from '../base/describe-parameter.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Cell, CellsLike, MatrixLike } from '../base/matrix-like.ts';
import { ParameterError, requireCount, requireOneOf, requireParameter } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import {
  type Categories,
  type CategoriesOption,
  chosenCategories,
  countCodes,
  encodeColumn,
  readCategories,
} from './categories.ts';
import { cellColumns, isMissing, type Present, sameCellColumns } from './cell-columns.ts';
import { infrequentCategories } from './infrequent-categories.ts';
import { newMatrix } from './new-matrix.ts';

export interface OneHotEncoderParams {
  readonly categories: CategoriesOption;
  /**
   * A column that is left out of every feature, so that columns do not add up to 1: the first, the first of those that have two
   * only, or that of the category listed for each feature.
   */
  readonly drop: 'first' | 'if_binary' | readonly Cell[] | null;
  /** A category that `fit` did not see: an error, zeros, or the infrequent one (zeros where there is none). */
  readonly handleUnknown: 'error' | 'ignore' | 'infrequent_if_exist';
  /** Categories of fewer samples share one column: a number of samples, or a share of them below 1. */
  readonly minFrequency: number | null;
  /** Most columns of a feature, that of the infrequent categories counted. */
  readonly maxCategories: number | null;
}

interface OneHotEncoderState {
  readonly categories: readonly Categories[];
  /** For every feature the categories that share its last column; none: empty. */
  readonly infrequent: readonly Int32Array[];
  /** For every feature the place of the column that is left out, −1 for none. */
  readonly dropped: Int32Array;
}

const name = 'OneHotEncoder';
/** What stands for a category that is one of several infrequent ones. */
const infrequentName = 'infrequent';

/**
 * Categories as columns of 0 and 1.
 *
 * A feature with K categories becomes K columns, in the order of the categories; those that are rare can share a last one.
 * Missing values (null, undefined, NaN) are a category of their own.
 *
 * @shape X [N, F] → [N, Σ K]
 * @throws {DataError} when a category was not seen in `fit`, with handleUnknown 'error'; names row and column
 * @complexity O(N·F)
 * @reference agrees with sklearn.preprocessing.OneHotEncoder(sparse_output=False)
 * @example
 * const encoder = new OneHotEncoder().fit([['red', 1], ['blue', 2]]);
 * encoder.transform([['red', 2]]).toArray() // => [[0, 1, 0, 1]]
 * encoder.getFeatureNamesOut() // => ['x0_blue', 'x0_red', 'x1_1', 'x1_2']
 */
export class OneHotEncoder extends Transformer<OneHotEncoderParams, OneHotEncoderState, CellsLike> {
  static readonly estimatorName = name;
  static readonly defaults: OneHotEncoderParams = {
    categories: 'auto',
    drop: null,
    handleUnknown: 'error',
    minFrequency: null,
    maxCategories: null,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true, acceptsCells: true });

  /** Categories of each feature. */
  get categories_(): readonly (readonly Present[])[] {
    return this.learned.categories;
  }

  /** Those that share a column, for each feature; null where none do. */
  get infrequentCategories_(): readonly (readonly Present[] | null)[] {
    const { categories, infrequent } = this.learned;
    return infrequent.map((places, j) => (places.length === 0 ? null : Array.from(places, (k) => categories[j][k])));
  }

  /** For each feature the place of the column that is left out, null for none; null where no feature has one. */
  get dropIdx_(): readonly (number | null)[] | null {
    const { dropped } = this.learned;
    return this.params.drop === null ? null : Array.from(dropped, (place) => (place < 0 ? null : place));
  }

  fit(X: CellsLike, _y: unknown = null): this {
    this.#checkParams();
    const { minFrequency, maxCategories, handleUnknown } = this.params;
    const { rows, columns, names } = tidy(() => cellColumns(`${name}.fit`, X));
    const categories = chosenCategories(name, this.params.categories, columns);
    const infrequent = columns.map((column, j) => {
      if (minFrequency === null && maxCategories === null && this.params.categories === 'auto')
        return new Int32Array(0);
      const codes = encodeColumn(column, categories[j]);
      if (handleUnknown === 'error') requireKnown(`${name}.fit`, codes, (i) => column[i], j);
      return infrequentCategories(countCodes(codes, categories[j].length), {
        samples: rows,
        minFrequency,
        maxCategories,
      });
    });
    const dropped = this.#dropped(categories, infrequent);
    this.see({ count: columns.length, names });
    return this.learn({ categories, infrequent, dropped });
  }

  #checkParams(): void {
    const { drop, handleUnknown, minFrequency, maxCategories } = this.params;
    requireOneOf(name, 'handleUnknown', handleUnknown, ['error', 'ignore', 'infrequent_if_exist']);
    if (!Array.isArray(drop)) requireOneOf(name, 'drop', drop, ['first', 'if_binary', null]);
    if (maxCategories !== null) requireCount(name, 'maxCategories', maxCategories);
    const isFrequency =
      minFrequency === null ||
      (Number.isFinite(minFrequency) && minFrequency > 0 && (minFrequency < 1 || Number.isInteger(minFrequency)));
    requireParameter(name, 'minFrequency', minFrequency, isFrequency, 'an integer ≥ 1, or a number between 0 and 1');
  }

  /** The place of the column to leave out, after infrequent categories were put together. */
  #dropped(categories: readonly Categories[], infrequent: readonly Int32Array[]): Int32Array {
    const { drop } = this.params;
    const dropped = new Int32Array(categories.length).fill(-1);
    if (drop === null) return dropped;
    if (drop === 'first') return dropped.fill(0);
    if (drop === 'if_binary') return dropped.map((_, j) => (groupCount(categories[j], infrequent[j]) === 2 ? 0 : -1));
    const lists = drop as readonly Cell[];
    requireParameter(
      name,
      'drop',
      drop,
      lists.length === categories.length,
      `a category for each of ${categories.length} features`,
    );
    return dropped.map((_, j) => {
      const cell = lists[j];
      const k = categories[j].findIndex((category) => category === cell || (isMissing(category) && isMissing(cell)));
      if (k < 0)
        throw new ParameterError(
          `${name}: drop has ${describeParameter(cell)} for column ${j}, which is no category of it`,
        );
      if (infrequent[j].includes(k))
        throw new ParameterError(`${name}: drop has ${describeParameter(cell)} for column ${j}, which is infrequent`);
      return groupsOf(categories[j], infrequent[j])[k];
    });
  }

  transform(X: CellsLike): Tensor<[number, number]> {
    const { categories, infrequent, dropped } = this.learned;
    const { handleUnknown } = this.params;
    return tidy(() => {
      const { rows, columns } = sameCellColumns(`${name}.transform`, X, this.nFeaturesIn_);
      const offsets = this.#offsets();
      const width = offsets[columns.length];
      const out = newMatrix(rows, width);
      const to = values(out).fill(0);
      columns.forEach((column, j) => {
        const codes = encodeColumn(column, categories[j]);
        if (handleUnknown === 'error') requireKnown(`${name}.transform`, codes, (i) => column[i], j);
        const groups = groupsOf(categories[j], infrequent[j]);
        const unknown =
          handleUnknown === 'infrequent_if_exist' && infrequent[j].length > 0 ? groups[infrequent[j][0]] : -1;
        const drop = dropped[j];
        for (let i = 0; i < rows; i++) {
          const group = codes[i] < 0 ? unknown : groups[codes[i]];
          if (group < 0 || group === drop) continue;
          to[i * width + offsets[j] + group - (drop >= 0 && group > drop ? 1 : 0)] = 1;
        }
      });
      return out;
    });
  }

  /**
   * The categories again, in rows: of every feature that of the largest column; where all are 0 the one that is left out, or null
   * for one that was unknown. Infrequent ones are 'infrequent'.
   *
   * @throws {DataError} when all columns of a feature are 0, none is left out and unknown categories are errors
   */
  inverseTransform(X: MatrixLike): Present[][] {
    const op = `${name}.inverseTransform`;
    const { dropped } = this.learned;
    const offsets = this.#offsets();
    const labels = this.#groupNames();
    return tidy(() => {
      const samples = checkMatrix(op, X).X;
      const width = offsets[dropped.length];
      checkFeatureCount(op, samples, width);
      const data = values(samples);
      return Array.from({ length: samples.shape[0] }, (_, i) =>
        labels.map((groups, j) => {
          const group = largestGroup(data, i * width + offsets[j], i * width + offsets[j + 1]);
          const drop = dropped[j];
          if (group >= 0) return groups[drop >= 0 && group >= drop ? group + 1 : group];
          if (drop >= 0) return groups[drop];
          if (this.params.handleUnknown !== 'error') return null;
          throw new DataError(`${op}: row ${i} has only zeros for column ${j}: that is no category`);
        }),
      );
    });
  }

  /** The names of features and categories, with `_` between. */
  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const names = this.inputNames(inputNames);
    const { dropped } = this.learned;
    return this.#groupNames().flatMap((groups, j) =>
      groups.filter((_, group) => group !== dropped[j]).map((group) => `${names[j]}_${group}`),
    );
  }

  /** What stands for each column of each feature, those left out included. */
  #groupNames(): Present[][] {
    const { categories, infrequent } = this.learned;
    return categories.map((list, j) => {
      const frequent = list.filter((_, k) => !infrequent[j].includes(k));
      return infrequent[j].length === 0 ? [...frequent] : [...frequent, infrequentName];
    });
  }

  /** First column of each feature, and the number of columns at the end. */
  #offsets(): number[] {
    const { categories, infrequent, dropped } = this.learned;
    const offsets = [0];
    categories.forEach((list, j) => {
      offsets.push(offsets[j] + groupCount(list, infrequent[j]) - (dropped[j] >= 0 ? 1 : 0));
    });
    return offsets;
  }

  protected readState(state: unknown, seen: SeenFeatures | null): OneHotEncoderState {
    const read: StateReader = new StateReader(name, state);
    const features = seen?.count ?? 0;
    const categories = readCategories(read, features);
    const infrequent = read.list('infrequent', features).map((places, j) => {
      const fits =
        places instanceof Int32Array &&
        places.every((k, i) => k >= 0 && k < categories[j].length && (i === 0 || k > places[i - 1]));
      read.require(fits, 'has infrequent categories that are none');
      return places as Int32Array;
    });
    const dropped = read.int32('dropped', features, 2 ** 31, -1);
    const fits = dropped.every((group, j) => group < groupCount(categories[j], infrequent[j]));
    read.require(fits, 'leaves out columns that are not there');
    return { categories, infrequent, dropped };
  }
}

function groupCount(categories: Categories, infrequent: Int32Array): number {
  return infrequent.length === 0 ? categories.length : categories.length - infrequent.length + 1;
}

/** The column of every category: the frequent ones in their order, then one for all others. */
function groupsOf(categories: Categories, infrequent: Int32Array): Int32Array {
  const groups = new Int32Array(categories.length);
  for (const k of infrequent) groups[k] = -1;
  let next = 0;
  for (let k = 0; k < groups.length; k++) if (groups[k] >= 0) groups[k] = next++;
  for (const k of infrequent) groups[k] = next;
  return groups;
}

/** Place of the largest number in data[from … to), −1 where all are 0 or there is none. */
function largestGroup(data: Float64Array, from: number, to: number): number {
  let best = -1;
  for (let at = from; at < to; at++) {
    if (data[at] !== 0 && (best < 0 || data[at] > data[best])) best = at;
  }
  return best < 0 ? -1 : best - from;
}

/** @throws {DataError} when a code is −1; says which cell it is of */
export function requireKnown(op: string, codes: Int32Array, cellOf: (row: number) => Cell, column: number): void {
  const row = codes.indexOf(-1);
  if (row < 0) return;
  throw new DataError(
    `${op}: X has the unknown category ${describeParameter(cellOf(row))} at row ${row}, column ${column}`,
  );
}
