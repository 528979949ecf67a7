// Max pooling over one, two and three axes.
import { apply } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import type { PerAxis } from './conv-geometry.ts';
import { planar } from './planar.ts';
import { maxPoolPrimitive } from './pool-primitives.ts';
import { type SlidingOptions, slidingWindows } from './pool-windows.ts';

export interface MaxPoolOptions extends SlidingOptions {
  /** Distance between the elements of a window; default 1. */
  readonly dilation?: PerAxis;
}

/** The largest elements, and where in its plane, counted through row by row, each lies (int32). */
export interface MaxPooled {
  readonly values: Tensor;
  readonly indices: Tensor;
}

/**
 * The largest element of each window along the last axis.
 *
 * @shape x [..., C, L] → [..., C, ⌊(L + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1]
 * @throws {ShapeError} when the window is larger than the padded axis
 * @throws {RangeError} when an option is no whole number in its range
 * @special NaN wins; of equal elements the first gets the gradient
 * @reference torch.nn.functional.max_pool1d
 * @example
 * maxPool1d(tensor([[1, 3, 2, 5]]), 2).toArray() // => [[3, 5]]
 */
export function maxPool1d(x: Tensor, kernelSize: PerAxis, options: MaxPoolOptions = {}): Tensor {
  return valuesOnly(maxPool('maxPool1d', x, kernelSize, options, 1));
}

/**
 * The largest element of each window of height and width.
 *
 * @shape x [..., C, H, W] → [..., C, H′, W′] as for `maxPool1d`
 * @throws {ShapeError} when the window is larger than the padded image
 * @throws {RangeError} when an option is no whole number in its range
 * @special NaN wins; of equal elements the first gets the gradient
 * @reference torch.nn.functional.max_pool2d
 * @example
 * maxPool2d(tensor([[[1, 3], [2, 0]]]), 2).toArray() // => [[[3]]]
 */
export function maxPool2d(x: Tensor, kernelSize: PerAxis, options: MaxPoolOptions = {}): Tensor {
  return valuesOnly(maxPool('maxPool2d', x, kernelSize, options, 2));
}

/**
 * The largest element of each window of depth, height and width.
 *
 * @shape x [..., C, D, H, W] → [..., C, D′, H′, W′] as for `maxPool1d`
 * @throws {ShapeError} when the window is larger than the padded volume
 * @throws {RangeError} when an option is no whole number in its range
 * @special NaN wins; of equal elements the first gets the gradient
 * @reference torch.nn.functional.max_pool3d
 * @example
 * maxPool3d(tensor([[[[1, 3], [2, 0]], [[4, 0], [0, 0]]]]), 2).toArray() // => [[[[4]]]]
 */
export function maxPool3d(x: Tensor, kernelSize: PerAxis, options: MaxPoolOptions = {}): Tensor {
  return valuesOnly(maxPool('maxPool3d', x, kernelSize, options, 3));
}

/**
 * `maxPool1d`, `maxPool2d` or `maxPool3d`, for `axes` pooled axes, with the places of the largest elements.
 *
 * @shape x [..., C, spatial] → values and indices [..., C, spatial′]
 * @throws {ShapeError} when the window is larger than the padded axes
 * @reference torch.nn.functional.max_pool2d(…, return_indices=True)
 * @example
 * maxPoolWithIndices(tensor([[[1, 3], [2, 0]]]), 2, { axes: 2 }).indices.toArray() // => [[[1]]]
 */
export function maxPoolWithIndices(
  x: Tensor,
  kernelSize: PerAxis,
  { axes, ...options }: MaxPoolOptions & { readonly axes: 1 | 2 | 3 },
): MaxPooled {
  const [values, indices] = maxPool('maxPoolWithIndices', x, kernelSize, options, axes);
  return { values, indices };
}

function maxPool(op: string, x: Tensor, kernelSize: PerAxis, options: MaxPoolOptions, axes: number): [Tensor, Tensor] {
  const input = planar(op, x, options, axes);
  const { dilation = 1 } = options;
  const windows = slidingWindows(op, x.shape, kernelSize, options, { dilation }, axes);
  return apply(maxPoolPrimitive, [input], { spatial: x.shape.slice(-axes), windows });
}

/** Without the places, which the gradient has kept. */
export function valuesOnly([values, indices]: readonly [Tensor, Tensor]): Tensor {
  indices.dispose();
  return values;
}
