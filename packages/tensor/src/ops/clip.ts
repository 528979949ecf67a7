import { promoteScalar } from '../dtype.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { checkNumbers, requireOptions, requireTensor } from './argument-checks.ts';
import { type BinaryLoops, zip } from './binary.ts';
import { cast } from './cast.ts';
import { materialize } from './contiguous.ts';
import { scalar } from './operand.ts';

export interface ClipOptions {
  /** Lower bound; default −Infinity. */
  readonly min?: number;
  /** Upper bound; default Infinity. */
  readonly max?: number;
}

const raise: BinaryLoops = { naive: Math.max, kernels: { float32: 'maximum_f32', float64: 'maximum_f64' } };
const lower: BinaryLoops = { naive: Math.min, kernels: { float32: 'minimum_f32', float64: 'minimum_f64' } };

export const clipPrimitive = definePrimitive(
  'clip',
  ([x]: [Tensor], { min, max }: { min: number; max: number }): [Tensor] => {
    const out = materialize(x);
    // An infinite bound bounds nothing, and integers have no infinity to compare with.
    if (min !== -Infinity) bound(raise, out, min);
    if (max !== Infinity) bound(lower, out, max);
    return [out];
  },
);

function bound(loops: BinaryLoops, out: Tensor, limit: number): void {
  const operand = scalar(limit, out.dtype);
  zip(loops, out, out, operand);
  operand.dispose();
}

/**
 * Elements limited to min … max. The gradient passes where min ≤ x ≤ max, bounds included, and is 0 outside.
 *
 * The type is that of `x`, unless a bound is none of its numbers: integers with a fraction as bound become float32.
 *
 * @shape x [...] → [...]
 * @throws {RangeError} when min > max
 * @special NaN propagates
 * @example
 * clip(tensor([-2, 0.5, 3]), { min: -1, max: 1 }).toArray() // => [-1, 0.5, 1]
 */
export function clip<S extends Shape>(x: Tensor<S>, options: ClipOptions): Tensor<S> {
  requireTensor('clip', x);
  requireOptions('clip', options, '{ min: 0, max: 1 }');
  const { min = -Infinity, max = Infinity } = options;
  checkNumbers('clip', { min, max });
  if (!(min <= max)) throw new RangeError(`clip: min ${min} is not ≤ max ${max}`);
  let dtype = x.dtype;
  if (min !== -Infinity) dtype = promoteScalar(dtype, min);
  if (max !== Infinity) dtype = promoteScalar(dtype, max);
  return apply(clipPrimitive, [cast<Shape>(x, dtype)], { min, max })[0] as Tensor<S>;
}
