import { isTensor, type Tensor, tidy } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import { describeParameter } from '../base/describe-parameter.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import type { Cell, CellsLike } from '../base/matrix-like.ts';
import { ParameterError, requireOneOf } from '../base/parameter-error.ts';
import { tagsOf } from '../base/tags.ts';
import { Transformer } from '../base/transformer.ts';
import { values } from '../base/values.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { type CellColumn, cellColumns, isMissing, type Present, writeColumns } from '../preprocessing/cell-columns.ts';
import { newMatrix } from '../preprocessing/new-matrix.ts';
import { fillValue } from './fill-values.ts';
import {
  columnsThatMiss,
  columnsWithMissing,
  type MissingValue,
  missingMask,
  readFeatures,
  requireMissingValue,
} from './missing-values.ts';

export interface SimpleImputerParams {
  readonly missingValues: MissingValue;
  readonly strategy: 'mean' | 'median' | 'most_frequent' | 'constant';
  /** What 'constant' puts in; null: 0 among numbers, 'missing_value' among words. */
  readonly fillValue: Cell;
  /** Add columns of 0 and 1 that say where something was missing, for features in which `fit` saw it. */
  readonly addIndicator: boolean;
  /** Keep features of which `fit` saw no value: they become 0 (`fillValue` with 'constant', which always keeps them). */
  readonly keepEmptyFeatures: boolean;
}

interface SimpleImputerState {
  /** What each feature is filled with; NaN where nothing was there. */
  readonly fills: readonly Present[];
  /** 1 where a feature is of numbers. */
  readonly isNumeric: Uint8Array;
  /** Features that stay. */
  readonly kept: Int32Array;
  /** Features that have an indicator. */
  readonly indicated: Int32Array;
}

/** Numbers, or cells in rows where there are words among them. */
export type Imputed = Tensor<[number, number]> | Present[][];

const name = 'SimpleImputer';

/**
 * Missing values replaced by one value for each feature: its mean, its median, its most frequent value, or a constant.
 *
 * Numbers give a tensor. Where a feature has words (strategies 'most_frequent' and 'constant' take them) the result is rows of
 * cells, which encoders take.
 *
 * @shape X [N, F] → [N, F' + indicators]
 * @special a feature without a value is left out, unless `keepEmptyFeatures`; of equally frequent values the smallest
 * @complexity O(N·F)
 * @reference agrees with sklearn.impute.SimpleImputer
 * @example
 * new SimpleImputer().fitTransform([[1, 4], [NaN, 8], [3, NaN]]).toArray() // => [[1, 4], [2, 8], [3, 6]]
 */
export class SimpleImputer extends Transformer<SimpleImputerParams, SimpleImputerState, CellsLike, Imputed> {
  static readonly estimatorName = name;
  static readonly defaults: SimpleImputerParams = {
    missingValues: null,
    strategy: 'mean',
    fillValue: null,
    addIndicator: false,
    keepEmptyFeatures: false,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true, acceptsCells: true });

  /** What each feature is filled with; NaN where `fit` saw no value. */
  get statistics_(): readonly Present[] {
    return this.learned.fills;
  }

  fit(X: CellsLike, _y: unknown = null): this {
    const { missingValues, strategy, addIndicator, keepEmptyFeatures } = this.params;
    requireMissingValue(name, missingValues);
    requireOneOf(name, 'strategy', strategy, ['mean', 'median', 'most_frequent', 'constant']);
    const { columns, names } = tidy(() => columnsWithMissing(`${name}.fit`, X, missingValues));
    const fills = columns.map((column, j) => {
      if (strategy === 'constant') return this.#constant(column, j);
      const fill = fitFill(strategy, column, j);
      return isMissing(fill) && keepEmptyFeatures ? 0 : fill;
    });
    this.see({ count: columns.length, names });
    return this.learn({
      fills,
      isNumeric: Uint8Array.from(columns, (column) => (column instanceof Float64Array ? 1 : 0)),
      kept: Int32Array.from(columns.keys()).filter((j) => !isMissing(fills[j])),
      indicated: addIndicator ? columnsThatMiss(columns) : new Int32Array(0),
    });
  }

  #constant(column: CellColumn, j: number): Present {
    const { fillValue } = this.params;
    const isNumeric = column instanceof Float64Array;
    if (isMissing(fillValue)) return isNumeric ? 0 : 'missing_value';
    if (isNumeric && typeof fillValue !== 'number')
      throw new ParameterError(
        `${name}: fillValue must be a number for the numbers of column ${j}, not ${describeParameter(fillValue)}`,
      );
    return fillValue as Present;
  }

  override fitTransform(X: Tensor | readonly ArrayLike<number>[], y?: null): Tensor<[number, number]>;
  override fitTransform(X: CellsLike, y?: null): Imputed;
  override fitTransform(X: CellsLike): Imputed {
    return this.fit(X).transform(X);
  }

  transform(X: Tensor | readonly ArrayLike<number>[]): Tensor<[number, number]>;
  transform(X: CellsLike): Imputed;
  transform(X: CellsLike): Imputed {
    const { fills, isNumeric, kept, indicated } = this.learned;
    const op = `${name}.transform`;
    return tidy(() => {
      const areNumbers = isNumeric.every((each) => each === 1);
      if (
        isTensor(X) &&
        areNumbers &&
        kept.length === fills.length &&
        indicated.length === 0 &&
        isMissing(this.params.missingValues)
      )
        return fillMatrix(this.checkX(X, 'transform'), Float64Array.from(fills as number[]));
      const { rows, columns } = columnsWithMissing(op, X, this.params.missingValues, this.nFeaturesIn_);
      const odd = columns.findIndex((column, j) => isNumeric[j] === 1 && !(column instanceof Float64Array));
      if (odd >= 0) throw new DataError(`${op}: X has words in column ${odd}, where fit saw numbers`);
      const parts: CellColumn[] = [...kept].map((j) => fillColumn(columns[j], fills[j]));
      const marks = [...indicated].map((j) => Float64Array.from(missingMask(columns[j])));
      return joinColumns(
        [...parts, ...marks],
        rows,
        [...kept].every((j) => isNumeric[j] === 1),
      );
    });
  }

  /**
   * What was missing is missing again: of features that have an indicator. Features that were left out are missing altogether.
   *
   * @throws {ParameterError} without `addIndicator`
   */
  inverseTransform(X: Tensor | readonly ArrayLike<number>[]): Tensor<[number, number]>;
  inverseTransform(X: CellsLike): Imputed;
  inverseTransform(X: CellsLike): Imputed {
    const { kept, indicated, isNumeric, fills } = this.learned;
    if (!this.params.addIndicator) throw new ParameterError(`${name}: inverseTransform needs addIndicator: true`);
    const op = `${name}.inverseTransform`;
    return tidy(() => {
      const { rows, columns } = cellColumns(op, X);
      const width = kept.length + indicated.length;
      if (columns.length !== width)
        throw new DataError(`${op}: X has ${columns.length} columns, transform makes ${width}`);
      const gap = isMissing(this.params.missingValues) ? Number.NaN : (this.params.missingValues as Present);
      const restored = fills.map((_, j): CellColumn => {
        const at = kept.indexOf(j);
        if (at < 0) return new Float64Array(rows).fill(Number(gap));
        const marks = indicated.indexOf(j);
        if (marks < 0) return columns[at];
        const isThere = (i: number): boolean => columns[kept.length + marks][i] === 0;
        const word = isMissing(gap) ? null : gap;
        if (isNumeric[j] === 0) return Array.from(columns[at], (cell, i) => (isThere(i) ? cell : word));
        return Float64Array.from(columns[at] as Float64Array, (cell, i) => (isThere(i) ? cell : Number(gap)));
      });
      return joinColumns(
        restored,
        rows,
        isNumeric.every((each) => each === 1),
      );
    });
  }

  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const names = this.inputNames(inputNames);
    const { kept, indicated } = this.learned;
    return [...Array.from(kept, (j) => names[j]), ...Array.from(indicated, (j) => `missingindicator_${names[j]}`)];
  }

  protected readState(state: unknown, seen: SeenFeatures | null): SimpleImputerState {
    const read: StateReader = new StateReader(name, state);
    const count = seen?.count ?? 0;
    const fills = read.list('fills', count);
    const isCell = (fill: unknown): fill is Present => ['number', 'string', 'boolean'].includes(typeof fill);
    read.require(fills.every(isCell), 'has something else than cells in fills');
    const isNumeric = read.raw('isNumeric');
    read.require(isNumeric instanceof Uint8Array && isNumeric.length === count, 'has no isNumeric');
    const fits = fills.every((fill, j) => isNumeric[j] === 0 || typeof fill === 'number');
    read.require(fits, 'fills numbers with words');
    return {
      fills: fills as Present[],
      isNumeric,
      kept: readFeatures(read, 'kept', count),
      indicated: readFeatures(read, 'indicated', count),
    };
  }
}

function fitFill(strategy: Parameters<typeof fillValue>[0], column: CellColumn, j: number): Present {
  try {
    return fillValue(strategy, column);
  } catch (error) {
    if (error instanceof DataError) throw new DataError(`${name}.fit: column ${j}: ${error.message}`);
    throw error;
  }
}

function fillColumn(column: CellColumn, fill: Present): CellColumn {
  if (!(column instanceof Float64Array) || typeof fill !== 'number')
    return Array.from(column, (cell) => (isMissing(cell) ? fill : cell));
  const out = new Float64Array(column.length);
  for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(column[i]) ? fill : column[i];
  return out;
}

/** The same for a whole matrix of numbers. */
function fillMatrix(X: Tensor<[number, number]>, fills: Float64Array): Tensor<[number, number]> {
  const out = newMatrix(X.shape[0], X.shape[1]);
  const from = values(X);
  const to = values(out);
  for (let at = 0; at < from.length; at += fills.length)
    for (let j = 0; j < fills.length; j++) to[at + j] = Number.isNaN(from[at + j]) ? fills[j] : from[at + j];
  return out;
}

/** Columns as a matrix, or as rows of cells. */
function joinColumns(columns: readonly CellColumn[], rows: number, areNumbers: boolean): Imputed {
  if (!areNumbers) return Array.from({ length: rows }, (_, i) => columns.map((column) => column[i]));
  const out = newMatrix(rows, columns.length);
  writeColumns(values(out), columns as readonly Float64Array[], rows);
  return out;
}
