import { DataError } from '../base/data-error.ts';
import type { Cell } from '../base/matrix-like.ts';

/** What the cells of a column are. Dates are milliseconds since 1970 in UTC. */
export type ColumnType = 'number' | 'string' | 'boolean' | 'date';

/** NaN is a missing number, or a missing date. */
export interface NumberColumn {
  readonly type: 'number' | 'date';
  readonly values: Float64Array;
}

/** Words by their place in a list of the different ones, −1 where one is missing. */
export interface StringColumn {
  readonly type: 'string';
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

/** 1, 0, and −1 for missing. */
export interface BooleanColumn {
  readonly type: 'boolean';
  readonly values: Int8Array;
}

export type Column = NumberColumn | StringColumn | BooleanColumn;

/** What a column can be made of. */
export type ColumnValues = ArrayLike<Cell | Date>;

export function columnLength(column: Column): number {
  return column.type === 'string' ? column.codes.length : column.values.length;
}

/** The cell of a row: null where it is missing; a date as a `Date`. */
export function cellOf(column: Column, row: number): string | number | boolean | Date | null {
  switch (column.type) {
    case 'string':
      return column.codes[row] < 0 ? null : column.words[column.codes[row]];
    case 'boolean':
      return column.values[row] < 0 ? null : column.values[row] === 1;
    case 'date':
      return Number.isNaN(column.values[row]) ? null : new Date(column.values[row]);
    default:
      return Number.isNaN(column.values[row]) ? null : column.values[row];
  }
}

export function isMissing(column: Column, row: number): boolean {
  return column.type === 'string' || column.type === 'boolean'
    ? (column.type === 'string' ? column.codes[row] : column.values[row]) < 0
    : Number.isNaN(column.values[row]);
}

/** A number that orders cells, and by which equal ones are found: NaN where the cell is missing. */
export function keyOf(column: Column, row: number): number | string {
  if (column.type === 'string') return column.codes[row] < 0 ? Number.NaN : column.words[column.codes[row]];
  return column.type === 'boolean' && column.values[row] < 0 ? Number.NaN : column.values[row];
}

/** The rows at these places; −1 makes a missing cell. */
export function takeRows(column: Column, rows: ArrayLike<number>): Column {
  const n = rows.length;
  if (column.type === 'string') {
    const codes = new Int32Array(n);
    for (let i = 0; i < n; i++) codes[i] = rows[i] < 0 ? -1 : column.codes[rows[i]];
    return { type: 'string', codes, words: column.words };
  }
  if (column.type === 'boolean') {
    const values = new Int8Array(n);
    for (let i = 0; i < n; i++) values[i] = rows[i] < 0 ? -1 : column.values[rows[i]];
    return { type: 'boolean', values };
  }
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = rows[i] < 0 ? Number.NaN : column.values[rows[i]];
  return { type: column.type, values };
}

/**
 * A column of cells of one kind; null, undefined and NaN are missing.
 *
 * @throws {DataError} when kinds are mixed; says where
 */
export function columnOf(name: string, cells: ColumnValues): Column {
  if (cells instanceof Float64Array) return { type: 'number', values: cells.slice() };
  if (ArrayBuffer.isView(cells)) return { type: 'number', values: Float64Array.from(cells as ArrayLike<number>) };
  const list = Array.from(cells);
  const first = list.find((cell) => kindOf(cell) !== 'missing');
  const type = first === undefined ? 'number' : (kindOf(first) as ColumnType);
  list.forEach((cell, row) => {
    const kind = kindOf(cell);
    if (kind !== 'missing' && kind !== type)
      throw new DataError(`column '${name}' has a ${kind} at row ${row} among cells of type ${type}`);
  });
  switch (type) {
    case 'string':
      return wordColumn(list as (string | null | undefined)[]);
    case 'boolean':
      return { type, values: Int8Array.from(list, (cell) => (cell === true ? 1 : cell === false ? 0 : -1)) };
    default:
      return {
        type,
        values: Float64Array.from(list, (cell) => (kindOf(cell) === 'missing' ? Number.NaN : Number(cell))),
      };
  }
}

/** Words in the order in which they first appear. */
export function wordColumn(words: ArrayLike<string | null | undefined>): StringColumn {
  const places = new Map<string, number>();
  const codes = new Int32Array(words.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === null || word === undefined) {
      codes[i] = -1;
      continue;
    }
    const place = places.get(word) ?? places.size;
    places.set(word, place);
    codes[i] = place;
  }
  return { type: 'string', codes, words: [...places.keys()] };
}

function kindOf(cell: unknown): ColumnType | 'missing' | 'object' {
  if (cell === null || cell === undefined || (typeof cell === 'number' && Number.isNaN(cell))) return 'missing';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? 'missing' : 'date';
  const kind = typeof cell;
  return kind === 'number' || kind === 'string' || kind === 'boolean' ? kind : 'object';
}
