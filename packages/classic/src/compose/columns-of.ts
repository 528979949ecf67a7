import { indexSelect, isTensor, ShapeError } from '@ml/tensor';
import { checkMatrix } from '../base/check-matrix.ts';
import { DataError } from '../base/data-error.ts';
import type { SeenFeatures } from '../base/estimator.ts';
import { type Cell, isTableLike, type MatrixLike, type TableLike } from '../base/matrix-like.ts';
import { integers } from '../base/values.ts';
import { type Samples, sampleCount } from '../model-selection/samples.ts';

/** How many columns there are, and their names where they have any. */
export function columnsOf(X: Samples): SeenFeatures {
  if (isTableLike(X)) return { count: X.columnNames.length, names: [...X.columnNames] };
  if (isTensor(X)) return { count: X.rank > 1 ? (X.shape[1] as number) : 0, names: null };
  const first = X[0] as ArrayLike<unknown> | undefined;
  return { count: typeof first === 'object' ? first.length : 0, names: null };
}

/**
 * X looked at as a whole: tensors and rows of numbers become a float64 tensor, rows of words must be of equal length.
 *
 * @throws {ShapeError} when it is no matrix, or has no rows or no columns
 * @throws {DataError} when a number is infinite; names its row and column
 */
export function checkCells(op: string, X: Samples): Samples {
  if (isTableLike(X)) return X;
  const hasWords =
    Array.isArray(X) && X.some((row) => Array.isArray(row) && row.some((cell) => typeof cell !== 'number'));
  if (!hasWords) return checkMatrix(op, X as MatrixLike, { allowNaN: true }).X;
  const rows = X as readonly ArrayLike<Cell>[];
  const odd = rows.findIndex((row) => row?.length !== rows[0].length);
  if (odd < 0) return X;
  const problem = `row ${odd} has ${rows[odd]?.length ?? 'no'} cells, row 0 has ${rows[0].length}`;
  throw new ShapeError({ op, problem, shapes: [[rows.length, rows[0].length]], axis: 1 });
}

/** Some of the columns, as a thing of the same kind: a tensor, a table, rows. */
export function takeColumns(X: Samples, columns: Int32Array): Samples {
  if (isTensor(X)) return indexSelect(X, 1, integers(columns));
  if (isTableLike(X)) return tableColumns(X, columns);
  return Array.from(X as ArrayLike<readonly Cell[]>, (row) => Array.from(columns, (j) => row[j]));
}

function tableColumns(table: TableLike, columns: Int32Array): TableLike {
  return {
    columnNames: Array.from(columns, (j) => table.columnNames[j]),
    rowCount: table.rowCount,
    column: (name) => table.column(name),
  };
}

/**
 * Positions in X of the columns that `fit` saw: by name where both have names, else as they are.
 *
 * @throws {DataError} when a table lacks a column that is needed
 * @throws {ShapeError} when there are more or fewer columns
 */
export function placeColumns(op: string, X: Samples, seen: SeenFeatures, needed: Int32Array): Int32Array {
  const { count, names } = columnsOf(X);
  if (names !== null && seen.names !== null) {
    return needed.map((j) => {
      const at = names.indexOf((seen.names as readonly string[])[j]);
      if (at < 0) throw new DataError(`${op}: X has no column '${(seen.names as readonly string[])[j]}'`);
      return at;
    });
  }
  if (count !== seen.count) {
    const problem = `X has ${count} features, but ${op.split('.')[0]} was fitted with ${seen.count}`;
    throw new ShapeError({ op, problem, shapes: [[sampleCount(op, X), count]], axis: 1 });
  }
  return needed;
}

/** What the cells of a column are; 'mixed' where they are not of one type. Missing ones do not count. */
export type CellType = 'number' | 'string' | 'boolean' | 'mixed';

/** Type of each column. */
export function cellTypes(X: Samples): CellType[] {
  const { count, names } = columnsOf(X);
  if (isTensor(X)) return new Array<CellType>(count).fill(X.dtype === 'bool' ? 'boolean' : 'number');
  return Array.from({ length: count }, (_, j) => {
    if (names !== null) return cellType((X as TableLike).column(names[j]));
    return cellType(Array.from(X as ArrayLike<readonly Cell[]>, (row) => row[j]));
  });
}

function cellType(cells: ArrayLike<Cell>): CellType {
  if (ArrayBuffer.isView(cells)) return 'number';
  const types = new Set<string>();
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (cell !== null && cell !== undefined && !Number.isNaN(cell)) types.add(typeof cell);
  }
  if (types.size === 0) return 'number'; // nothing but missing ones
  return types.size === 1 ? ([...types][0] as CellType) : 'mixed';
}
