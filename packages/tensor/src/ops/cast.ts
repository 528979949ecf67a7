import { bytesPerElement, type DType, dtypes, isDType } from '../dtype.ts';
import { elementwise, forRanges, type KernelWith } from '../engine/threads/parallel.ts';
import { DTypeError, describeValue } from '../errors.ts';
import { naiveMap } from '../naive/elementwise.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { rowMajor } from './contiguous.ts';
import { disposeCopies } from './rows.ts';

/** A bool is a byte of 0 or 1, so it converts as one. */
const fromByte = {
  float32: 'cast_u8_f32',
  float64: 'cast_u8_f64',
  int32: 'cast_u8_i32',
} as const;
const castKernels: Record<DType, Partial<Record<DType, KernelWith<3>>>> = {
  float32: { float64: 'cast_f32_f64', int32: 'cast_f32_i32', bool: 'cast_f32_bool' },
  float64: { float32: 'cast_f64_f32', int32: 'cast_f64_i32', bool: 'cast_f64_bool' },
  int32: { float32: 'cast_i32_f32', float64: 'cast_i32_f64', bool: 'cast_i32_bool' },
  uint8: { ...fromByte, bool: 'cast_u8_bool' },
  bool: fromByte,
};

export const castPrimitive = definePrimitive('cast', ([x]: [Tensor], { dtype }: { dtype: DType }): [Tensor] => {
  const out = allocate(x.shape, dtype);
  const kernel = castKernels[x.dtype][dtype];
  if (kernel !== undefined) {
    const source = rowMajor(x);
    const [to, from] = [out.address, source.address];
    const [toWidth, width] = [bytesPerElement(dtype), bytesPerElement(x.dtype)];
    forRanges(kernel, x.size, elementwise, (i, count) => [to + i * toWidth, from + i * width, count]);
    disposeCopies([source], [x]);
  } else naiveMap(dtype === 'bool' ? (value) => Number(value !== 0) : (value) => value, out, x);
  return [out];
});

/**
 * The elements of `x` as another type; `x` itself when it has that type already.
 *
 * Floats lose their fraction towards zero when they become integers and stop at the ends of int32, uint8 keeps the last
 * eight bits, anything but 0 becomes true, float64 rounds to the nearest float32.
 *
 * @shape x [...] → [...]
 * @special NaN → 0 as an integer, true as bool
 * @example
 * cast(tensor([1.7, -1.7]), 'int32').toArray() // => [1, -1]
 */
export function cast<S extends Shape>(x: Tensor<S>, dtype: DType): Tensor<S> {
  requireTensor('cast', x);
  if (x.dtype === dtype) return x;
  if (!isDType(dtype))
    throw new DTypeError(`cast: dtype is ${describeValue(dtype)}, expected one of ${dtypes.join(', ')}`);
  return apply(castPrimitive, [x], { dtype })[0] as Tensor<S>;
}
