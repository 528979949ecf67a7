import { type Parameter, parameter } from '@ml/autograd';
import { allocate, type FloatDType, heapView, type Shape, tidy } from '@ml/tensor';

/** A new parameter whose values `fill` writes. */
export function learned<const S extends Shape>(
  shape: S,
  dtype: FloatDType,
  fill: (values: Float32Array | Float64Array) => void,
): Parameter<S> {
  return tidy(() => {
    const values = allocate(shape, dtype);
    fill(heapView(values) as Float32Array | Float64Array);
    return parameter(values);
  });
}
