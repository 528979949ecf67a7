import type { Cell } from '../base/matrix-like.ts';
import { ParameterError } from '../base/parameter-error.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { type CellColumn, isMissing, type Present } from './cell-columns.ts';

/** The distinct cells of a column: numbers by value, then booleans, then words by code unit, then what is missing. */
export type Categories = readonly Present[];

/** 'auto', or the categories of every feature in the order in which they are to be encoded. */
export type CategoriesOption = 'auto' | readonly (readonly Cell[])[];

/** Categories that occur in a column; a missing value is one of them, the last, NaN among numbers and null among words. */
export function categoriesOf(column: CellColumn): Categories {
  if (column instanceof Float64Array) return distinctNumbers(column);
  return [...new Set(column)].sort(compareCells);
}

/** Ascending, NaN last. Most categories are small whole numbers: those are ticked off in a table. */
function distinctNumbers(column: Float64Array): number[] {
  const ticked = new Uint8Array(1024);
  const others = new Set<number>();
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    if (value === (value & 1023)) ticked[value] = 1;
    else others.add(value);
  }
  const found = [...others];
  for (let value = 0; value < ticked.length; value++) if (ticked[value] === 1) found.push(value);
  return Array.from(Float64Array.from(found).sort());
}

const kinds = ['number', 'boolean', 'string', 'object'];

function compareCells(a: Present, b: Present): number {
  const kind = kinds.indexOf(typeof a) - kinds.indexOf(typeof b);
  if (kind !== 0 || a === null || b === null) return kind;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The categories of every feature: those that are given, else those that occur.
 *
 * @throws {ParameterError} when there are lists for another number of features, or a category is listed twice
 */
export function chosenCategories(
  estimator: string,
  option: CategoriesOption,
  columns: readonly CellColumn[],
): Categories[] {
  if (option === 'auto') return columns.map(categoriesOf);
  if (!Array.isArray(option) || option.length !== columns.length)
    throw new ParameterError(
      `${estimator}: categories must be 'auto' or a list for each of ${columns.length} features, not ${Array.isArray(option) ? option.length : typeof option}`,
    );
  return option.map((list: readonly Cell[], j) => {
    const isNumeric = list.every((cell) => typeof cell === 'number' || isMissing(cell));
    const categories = list.map((cell) => (isMissing(cell) ? (isNumeric ? Number.NaN : null) : (cell as Present)));
    const keys = new Set(categories);
    if (list.length === 0 || keys.size !== list.length)
      throw new ParameterError(`${estimator}: categories of column ${j} must be distinct, and at least one`);
    return categories;
  });
}

/** Number of each cell's category; −1 for those that are none. */
export function encodeColumn(column: CellColumn, categories: Categories): Int32Array {
  const codes = new Int32Array(column.length);
  const code = new Map<Present, number>();
  for (let k = 0; k < categories.length; k++) code.set(isMissing(categories[k]) ? null : categories[k], k);
  if (!(column instanceof Float64Array)) {
    for (let i = 0; i < codes.length; i++) codes[i] = code.get(column[i]) ?? -1;
    return codes;
  }
  const missing = code.get(null) ?? -1;
  const table = smallTable(categories);
  for (let i = 0; i < codes.length; i++) {
    const value = column[i];
    if (Number.isNaN(value)) codes[i] = missing;
    else if (table === null || value !== (value & 1023)) codes[i] = code.get(value) ?? -1;
    else codes[i] = table[value];
  }
  return codes;
}

/** Where categories are few and small whole numbers, as they mostly are: their codes by value, −1 for the others below 1024. */
function smallTable(categories: Categories): Int16Array | null {
  if (categories.length > 1024) return null;
  const table = new Int16Array(1024).fill(-1);
  for (let k = 0; k < categories.length; k++) {
    const category = categories[k];
    if (typeof category === 'number' && category === (category & 1023)) table[category] = k;
  }
  return table;
}

/** How often each category occurs. */
export function countCodes(codes: Int32Array, categories: number): Int32Array {
  const counts = new Int32Array(categories);
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) counts[codes[i]]++;
  return counts;
}

/** Lists of distinct cells from a file, one for every feature. */
export function readCategories(read: StateReader, features: number): Categories[] {
  return read.list('categories', features).map((list) => {
    const isCells = (entries: readonly unknown[]): entries is Present[] =>
      entries.every((entry) => entry === null || ['number', 'string', 'boolean'].includes(typeof entry));
    const fits = Array.isArray(list) && isCells(list) && new Set(list).size === list.length;
    read.require(fits, 'has something else than distinct categories');
    return [...(list as Present[])];
  });
}
