import { kernels } from '../engine/kernels.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { zip } from './binary.ts';
import { scalar } from './operand.ts';

export interface ClipOptions {
  /** Lower bound; default −Infinity. */
  readonly min?: number;
  /** Upper bound; default Infinity. */
  readonly max?: number;
}

export const clipPrimitive = definePrimitive(
  'clip',
  ([x]: [Tensor], { min, max }: { min: number; max: number }): [Tensor] => {
    const out = allocate(x.shape, x.dtype);
    const lower = scalar(min, x.dtype);
    const upper = scalar(max, x.dtype);
    zip({ naive: Math.max, kernels: { float32: kernels.maximum_f32, float64: kernels.maximum_f64 } }, out, x, lower);
    zip({ naive: Math.min, kernels: { float32: kernels.minimum_f32, float64: kernels.minimum_f64 } }, out, out, upper);
    lower.dispose();
    upper.dispose();
    return [out];
  },
);

/**
 * Elements limited to min … max. The gradient passes where min ≤ x ≤ max, bounds included, and is 0 outside.
 *
 * @shape x [...] → [...]
 * @throws {RangeError} when min > max
 * @special NaN propagates
 * @example
 * clip(tensor([-2, 0.5, 3]), { min: -1, max: 1 }).toArray() // => [-1, 0.5, 1]
 */
export function clip<S extends Shape>(x: Tensor<S>, { min = -Infinity, max = Infinity }: ClipOptions): Tensor<S> {
  if (!(min <= max)) throw new RangeError(`clip: min ${min} is not ≤ max ${max}`);
  return apply(clipPrimitive, [x], { min, max })[0] as Tensor<S>;
}
