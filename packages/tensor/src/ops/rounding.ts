// Step functions: their derivative is 0 wherever it exists, so their results carry no gradient.
import type { DType } from '../dtype.ts';
import type { KernelWith } from '../engine/threads/parallel.ts';
import { apply, defineStep } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { map } from './unary-primitives.ts';

type Naive = (value: number) => number;
type Loops = Partial<Record<DType, KernelWith<3>>>;

const roundingStep = defineStep(
  'rounding',
  ([x]: [Tensor], { naive, loops }: { op: string; naive: Naive; loops: Loops }): [Tensor] => {
    const out = allocate(x.shape, x.dtype);
    map({ naive, kernels: loops }, out, x);
    return [out];
  },
);

function step(op: string, x: Tensor, naive: Naive, loops: Loops): Tensor {
  requireTensor(op, x);
  return apply(roundingStep, [x], { op, naive, loops })[0];
}

/** Rounds halves to the even neighbour, as IEEE 754 and NumPy do. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/**
 * Elementwise largest integer ≤ x.
 *
 * @shape x [...] → [...]
 * @example
 * floor(tensor([1.5, -1.5])).toArray() // => [1, -2]
 */
export function floor<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return step('floor', x, Math.floor, { float32: 'floor_f32', float64: 'floor_f64' }) as Tensor<S>;
}

/**
 * Elementwise smallest integer ≥ x.
 *
 * @shape x [...] → [...]
 * @example
 * ceil(tensor([1.5, -1.5])).toArray() // => [2, -1]
 */
export function ceil<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return step('ceil', x, Math.ceil, { float32: 'ceil_f32', float64: 'ceil_f64' }) as Tensor<S>;
}

/**
 * Elementwise nearest integer; halves go to the even neighbour.
 *
 * @shape x [...] → [...]
 * @example
 * round(tensor([0.5, 1.5, 2.4])).toArray() // => [0, 2, 2]
 */
export function round<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return step('round', x, roundHalfEven, { float32: 'round_f32', float64: 'round_f64' }) as Tensor<S>;
}

/**
 * Elementwise integer part, towards zero.
 *
 * @shape x [...] → [...]
 * @example
 * trunc(tensor([1.5, -1.5])).toArray() // => [1, -1]
 */
export function trunc<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return step('trunc', x, Math.trunc, {}) as Tensor<S>;
}

/**
 * Elementwise sign: −1, 0 or 1.
 *
 * @shape x [...] → [...]
 * @special NaN → NaN
 * @example
 * sign(tensor([-2, 0, 3])).toArray() // => [-1, 0, 1]
 */
export function sign<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return step('sign', x, Math.sign, { float32: 'sign_f32', float64: 'sign_f64' }) as Tensor<S>;
}
