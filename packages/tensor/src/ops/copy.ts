import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { materialize } from './contiguous.ts';

export const copyPrimitive = definePrimitive('copy', ([x]: [Tensor]): [Tensor] => [materialize(x)]);

/**
 * The same elements in storage of their own, in row-major order.
 *
 * @shape x [...] → [...]
 * @example
 * copy(transpose(zeros([2, 3]))).isContiguous // => true
 */
export function copy<S extends Shape>(x: Tensor<S>): Tensor<S>;
export function copy(x: Tensor): Tensor {
  requireTensor('copy', x);
  return apply(copyPrimitive, [x], null)[0];
}

/**
 * `x` itself when its elements lie in row-major order without gaps, otherwise a copy in which they do.
 *
 * @shape x [...] → [...]
 * @example
 * contiguous(transpose(zeros([2, 3]))).strides // => [2, 1]
 */
export function contiguous<S extends Shape>(x: Tensor<S>): Tensor<S> {
  requireTensor('contiguous', x);
  return x.isContiguous ? x : copy(x);
}
