// Between tensors and the typed arrays that loops run over.
import { fromBuffer, heapView, type Tensor } from '@ml/tensor';

/** The elements of a contiguous float64 tensor, in place: shared with it, and valid as long as it is. */
export function values(x: Tensor): Float64Array {
  return heapView(x) as Float64Array;
}

/** A float64 tensor with a copy of `data`. */
export function float64<const S extends readonly number[]>(data: ArrayLike<number>, shape: S): Tensor<[...S]> {
  const typed = data instanceof Float64Array ? data : Float64Array.from(data);
  return fromBuffer(typed, [...shape]) as Tensor<[...S]>;
}

/** [n] */
export function vector(data: ArrayLike<number>): Tensor<[number]> {
  return float64(data, [data.length]);
}

/** [rows, columns] from row-major elements. */
export function matrix(data: ArrayLike<number>, rows: number, columns: number): Tensor<[number, number]> {
  return float64(data, [rows, columns]);
}

/** [n] of whole numbers. */
export function integers(data: ArrayLike<number>): Tensor<[number]> {
  const typed = data instanceof Int32Array ? data : Int32Array.from(data);
  return fromBuffer(typed, [typed.length]) as Tensor<[number]>;
}
