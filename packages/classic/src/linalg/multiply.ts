import { matmul, type Tensor, tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';

export interface ProductOptions {
  /** Rows of the result, length of the sums, columns of the result. */
  readonly size: readonly [rows: number, inner: number, columns: number];
  /** a is stored as [inner, rows]. */
  readonly transposeA?: boolean;
  /** b is stored as [columns, inner]. */
  readonly transposeB?: boolean;
}

/** Row-major A·B on all threads, of plain arrays. @shape a [rows, inner], b [inner, columns] → [rows, columns] */
export function multiply(a: Float64Array, b: Float64Array, options: ProductOptions): Float64Array {
  const { size, transposeA = false, transposeB = false } = options;
  const [rows, inner, columns] = size;
  if (rows * columns === 0) return new Float64Array(0);
  return tidy(() => {
    const left: Tensor = transposeA ? matrix(a, inner, rows).transpose() : matrix(a, rows, inner);
    const right: Tensor = transposeB ? matrix(b, columns, inner).transpose() : matrix(b, inner, columns);
    return values(matmul(left, right as never)).slice();
  });
}
