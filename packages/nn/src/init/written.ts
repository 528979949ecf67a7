import { heapView, type Tensor } from '@ml/tensor';

/** `x` with values written over in place; a gradient that still needs the old ones will say so. */
export function written<T extends Tensor>(x: T, fill: (values: Float32Array | Float64Array) => void): T {
  fill(heapView(x) as Float32Array | Float64Array);
  x.storage.version++;
  return x;
}
