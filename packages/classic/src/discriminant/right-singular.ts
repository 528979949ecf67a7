import { tidy } from '@ml/tensor';
import { matrix } from '../base/values.ts';
import { gramSVD } from '../linalg/gram-svd.ts';
import { svd } from '../linalg/svd.ts';
import { transposed } from '../linalg/transposed.ts';

/** Singular values, descending, and right singular vectors, one a column. */
export interface RightSingular {
  /** [k], k = min(rows, columns) */
  readonly s: Float64Array;
  /** [columns, k] */
  readonly V: Float64Array;
}

/** What a decomposition of samples says of their features; the signs are such that the largest element of a column is positive. */
export function rightSingular(a: Float64Array, rows: number, columns: number): RightSingular {
  const { s, V } = tidy(() => (rows > columns ? fromProducts(a, rows, columns) : fromRows(a, rows, columns)));
  turnColumns(V, s.length);
  return { s, V };
}

function fromProducts(a: Float64Array, rows: number, columns: number): RightSingular {
  const { s, V } = gramSVD(matrix(a, rows, columns));
  return { s, V };
}

function fromRows(a: Float64Array, rows: number, columns: number): RightSingular {
  const { s, Vt } = svd(a, rows, columns);
  return { s, V: transposed(Vt, s.length, columns) };
}

/** Turns columns so that their largest element, of equally large ones the first, is positive. @shape a [rows, columns] */
export function turnColumns(a: Float64Array, columns: number): void {
  for (let j = 0; j < columns; j++) {
    let largest = 0;
    for (let i = j; i < a.length; i += columns) if (Math.abs(a[i]) > Math.abs(largest)) largest = a[i];
    if (largest < 0) for (let i = j; i < a.length; i += columns) a[i] = -a[i];
  }
}
