import type { Tensor } from '@ml/tensor';

/** One entry of a table. */
export type Cell = number | string | boolean | null | undefined;

/** Named columns of equal length: `Table`, or anything that looks like it. */
export interface TableLike {
  readonly columnNames: readonly string[];
  readonly rowCount: number;
  /** The cells of a column; numbers, strings, booleans, and null or NaN where one is missing. */
  column(name: string): ArrayLike<Cell>;
}

/** Samples in rows, features in columns. */
export type MatrixLike = Tensor | readonly ArrayLike<number>[] | TableLike;

/** As `MatrixLike`, where features may also be words: what encoders, imputers and column transformers take. */
export type CellsLike = MatrixLike | readonly (readonly Cell[])[];

/** One number per sample. */
export type VectorLike = Tensor | ArrayLike<number>;

export function isTableLike(value: unknown): value is TableLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    Array.isArray((value as TableLike).columnNames) &&
    typeof (value as TableLike).column === 'function'
  );
}
