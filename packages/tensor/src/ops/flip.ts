import { normalizeAxes } from '../layout.ts';
import { apply } from '../primitive.ts';
import type { Axes, Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { slicePrimitive } from './slice.ts';

/**
 * The elements in reverse order along the given axes, all of them unless told otherwise. A view with negative strides.
 *
 * @shape x [...] → [...]
 * @throws {ShapeError} when there is no such axis, or one is named twice
 * @example
 * flip(tensor([[1, 2], [3, 4]]), 1).toArray() // => [[2, 1], [4, 3]]
 */
export function flip<S extends Shape>(x: Tensor<S>, axis?: Axes): Tensor<S>;
export function flip(x: Tensor, axis?: Axes): Tensor {
  const flipped = normalizeAxes('flip', axis, x.shape);
  const ranges = x.shape.map((size, i) =>
    flipped.includes(i) ? { start: size - 1, step: -1, size } : { start: 0, step: 1, size },
  );
  return apply(slicePrimitive, [x], { ranges })[0];
}
