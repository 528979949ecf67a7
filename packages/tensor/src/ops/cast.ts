import type { DType } from '../dtype.ts';
import { naiveMap } from '../naive/elementwise.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { rowMajor } from './contiguous.ts';

export const castPrimitive = definePrimitive('cast', ([x]: [Tensor], { dtype }: { dtype: DType }): [Tensor] => {
  const out = allocate(x.shape, dtype);
  if (dtype === 'bool') naiveMap((value) => (value === 0 ? 0 : 1), out, x);
  else heapView(out).set(heapView(rowMajor(x)));
  return [out];
});

/**
 * The elements of `x` as another type; `x` itself when it has that type already.
 *
 * Floats lose their fraction towards zero when they become integers, anything but 0 becomes true, float64 rounds to the
 * nearest float32.
 *
 * @shape x [...] → [...]
 * @special NaN and ±Inf → 0 as integers, → true as bool
 * @example
 * cast(tensor([1.7, -1.7]), 'int32').toArray() // => [1, -1]
 */
export function cast<S extends Shape>(x: Tensor<S>, dtype: DType): Tensor<S> {
  if (x.dtype === dtype) return x;
  return apply(castPrimitive, [x], { dtype })[0] as Tensor<S>;
}
