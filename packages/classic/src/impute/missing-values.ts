import { DataError } from '../base/data-error.ts';
import type { CellsLike } from '../base/matrix-like.ts';
import { requireParameter } from '../base/parameter-error.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import {
  type CellColumn,
  type CellColumns,
  cellColumns,
  isMissing,
  sameCellColumns,
} from '../preprocessing/cell-columns.ts';

/** What stands for a missing value: null (or NaN) for null, undefined and NaN; otherwise a number or a word. */
export type MissingValue = number | string | null;

/** @throws {ParameterError} when it is none */
export function requireMissingValue(estimator: string, value: unknown): void {
  const holds = value === null || typeof value === 'number' || typeof value === 'string';
  requireParameter(estimator, 'missingValues', value, holds, 'a number, a string or null');
}

/**
 * Columns in which what is missing is NaN, among words null, whatever it was called.
 *
 * @param features how many columns `fit` saw; null in `fit`
 * @throws {DataError} when something else is missing than `missingValues`
 */
export function columnsWithMissing(
  op: string,
  X: CellsLike,
  missingValues: MissingValue,
  features: number | null = null,
): CellColumns {
  const found = features === null ? cellColumns(op, X) : sameCellColumns(op, X, features);
  if (isMissing(missingValues)) return found;
  const columns = found.columns.map((column, j): CellColumn => {
    const row = Array.from(column).findIndex(isMissing);
    if (row >= 0)
      throw new DataError(
        `${op}: X has ${column[row]} at row ${row}, column ${j}, and missingValues is ${missingValues}`,
      );
    if (!(column instanceof Float64Array)) return column.map((cell) => (cell === missingValues ? null : cell));
    return typeof missingValues === 'number'
      ? column.map((cell) => (cell === missingValues ? Number.NaN : cell))
      : column;
  });
  return { ...found, columns };
}

/** 1 where a cell is missing. */
export function missingMask(column: CellColumn): Uint8Array {
  const mask = new Uint8Array(column.length);
  for (let i = 0; i < mask.length; i++) mask[i] = isMissing(column[i]) ? 1 : 0;
  return mask;
}

/** Numbers of the columns in which something is missing. */
export function columnsThatMiss(columns: readonly CellColumn[]): Int32Array {
  return Int32Array.from(columns.keys()).filter((j) => columns[j].some(isMissing));
}

/** Distinct numbers of features, ascending, from a file. */
export function readFeatures(read: StateReader, name: string, count: number): Int32Array {
  const features = read.int32(name, undefined, count);
  read.require(
    features.every((j, i) => i === 0 || j > features[i - 1]),
    `has no ascending features in ${name}`,
  );
  return features;
}
