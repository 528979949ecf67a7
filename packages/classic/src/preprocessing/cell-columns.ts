import { isTensor, ShapeError } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import { type Cell, type CellsLike, isTableLike, type MatrixLike } from '../base/matrix-like.ts';
import { values } from '../base/values.ts';

/** A column of numbers, NaN where one is missing; or of anything else, null where one is missing. */
export type CellColumn = Float64Array | readonly Present[];

/** A cell without the many ways of saying that there is none. */
export type Present = number | string | boolean | null;

export interface CellColumns {
  readonly rows: number;
  readonly columns: readonly CellColumn[];
  /** Where the input has any. */
  readonly names: readonly string[] | null;
}

/**
 * Rows of cells, a table or a tensor as columns. null, undefined and NaN all mean that a value is missing.
 *
 * @param op who asks, e.g. `OneHotEncoder.fit`
 * @throws {ShapeError} when there are no rows or no columns, or rows differ in length
 * @throws {DataError} when a cell is infinite, or no number, string or boolean; names its row and column
 */
export function cellColumns(op: string, X: CellsLike): CellColumns {
  if (isTensor(X)) return fromTensor(op, X);
  const { rows, columns, names } = isTableLike(X)
    ? {
        rows: X.rowCount,
        columns: X.columnNames.map((name) => X.column(name)),
        names: [...X.columnNames],
      }
    : fromRows(op, X as readonly ArrayLike<Cell>[]);
  if (rows === 0) throw new ShapeError({ op, problem: 'X has no samples', shapes: [[rows, columns.length]], axis: 0 });
  if (columns.length === 0) throw new ShapeError({ op, problem: 'X has no features', shapes: [[rows, 0]], axis: 1 });
  return { rows, columns: columns.map((column, j) => toColumn(op, column, rows, names?.[j] ?? j)), names };
}

/** As `cellColumns`, of as many columns as `fit` saw. */
export function sameCellColumns(op: string, X: CellsLike, expected: number): CellColumns {
  const found = cellColumns(op, X);
  const count = found.columns.length;
  if (count === expected) return found;
  const problem = `X has ${count} features, but ${op.split('.')[0]} was fitted with ${expected}`;
  throw new ShapeError({ op, problem, shapes: [[found.rows, count]], axis: 1 });
}

/** Whether nothing is there. */
export function isMissing(cell: Cell): boolean {
  return cell === null || cell === undefined || (typeof cell === 'number' && Number.isNaN(cell));
}

/** Rows that are turned into columns together: few enough to stay in the first cache. */
const blockRows = 64;

/** Columns of numbers side by side. @shape columns K × [rows] → out [rows, K] */
export function writeColumns(out: Float64Array, columns: readonly Float64Array[], rows: number): void {
  const count = columns.length;
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows);
    for (let j = 0; j < count; j++) {
      const column = columns[j];
      for (let i = from; i < to; i++) out[i * count + j] = column[i];
    }
  }
}

function fromTensor(op: string, tensor: MatrixLike): CellColumns {
  const { X } = checkMatrix(op, tensor, { allowNaN: true });
  const [rows, count] = X.shape;
  const data = values(X);
  const columns = Array.from({ length: count }, () => new Float64Array(rows));
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows);
    for (let j = 0; j < count; j++) {
      const column = columns[j];
      for (let i = from; i < to; i++) column[i] = data[i * count + j];
    }
  }
  return { rows, columns, names: null };
}

function fromRows(op: string, X: readonly ArrayLike<Cell>[]) {
  if (!Array.isArray(X)) throw new DataError(`${op}: X must be a tensor, an array of rows or a table`);
  const rows = X.length;
  const width = rows === 0 ? 0 : X[0]?.length;
  if (width === undefined || typeof X[0] === 'string') {
    const problem = 'X must be rows of cells [samples, features], not a list';
    throw new ShapeError({ op, problem, shapes: [[rows]], mend: 'one feature is rows of one cell, x.map((v) => [v])' });
  }
  const columns: Cell[][] = Array.from({ length: width }, () => new Array<Cell>(rows));
  for (let i = 0; i < rows; i++) {
    const row = X[i];
    if (row?.length !== width) {
      const problem = `row ${i} has ${row?.length ?? 'no'} cells, row 0 has ${width}`;
      throw new ShapeError({ op, problem, shapes: [[rows, width]], axis: 1 });
    }
    for (let j = 0; j < width; j++) columns[j][i] = row[j];
  }
  return { rows, columns, names: null };
}

function toColumn(op: string, cells: ArrayLike<Cell>, rows: number, name: string | number): CellColumn {
  const where = (i: number): string => `at row ${i}, column ${typeof name === 'string' ? `'${name}'` : name}`;
  const numbers = new Float64Array(rows);
  let isNumeric = true;
  let isMixed = false; // whether what is missing has other names than null
  for (let i = 0; i < rows; i++) {
    const cell = cells[i];
    if (typeof cell === 'number') {
      if (cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY)
        throw new DataError(`${op}: X has ${cell} ${where(i)}`);
      numbers[i] = cell;
      isMixed ||= Number.isNaN(cell);
    } else if (cell === null || cell === undefined) {
      numbers[i] = Number.NaN;
      isMixed ||= cell === undefined;
    } else if (typeof cell === 'string' || typeof cell === 'boolean') isNumeric = false;
    else throw new DataError(`${op}: X has a ${typeof cell} ${where(i)}, not a number, string or boolean`);
  }
  if (isNumeric) return numbers;
  if (!isMixed && Array.isArray(cells)) return cells as readonly Present[];
  return Array.from({ length: rows }, (_, i) => (isMissing(cells[i]) ? null : (cells[i] as Present)));
}
