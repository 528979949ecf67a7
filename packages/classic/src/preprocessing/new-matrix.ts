import { allocate, type Tensor } from '@ml/tensor';

/** A float64 matrix whose elements are still to be written. */
export function newMatrix(rows: number, columns: number): Tensor<[number, number]> {
  return allocate([rows, columns], 'float64') as Tensor<[number, number]>;
}
