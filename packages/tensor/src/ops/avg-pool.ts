// Average pooling over one, two and three axes.
import { apply } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import type { PerAxis } from './conv-geometry.ts';
import { planar } from './planar.ts';
import { avgPoolPrimitive } from './pool-primitives.ts';
import { type SlidingOptions, slidingWindows } from './pool-windows.ts';

export interface AvgPoolOptions extends SlidingOptions {
  /** Whether the border counts as zeros, or not at all; default true. */
  readonly countIncludePad?: boolean;
  /** What sums are divided by, instead of the number of elements. */
  readonly divisorOverride?: number;
}

/**
 * The average of each window along the last axis.
 *
 * @shape x [..., C, L] → [..., C, ⌊(L + 2·padding − kernelSize) / stride⌋ + 1]
 * @throws {ShapeError} when the window is larger than the padded axis
 * @throws {RangeError} when an option is no whole number in its range
 * @reference torch.nn.functional.avg_pool1d
 * @example
 * avgPool1d(tensor([[1, 3, 2, 6]]), 2).toArray() // => [[2, 4]]
 */
export function avgPool1d(x: Tensor, kernelSize: PerAxis, options: AvgPoolOptions = {}): Tensor {
  return avgPool('avgPool1d', x, kernelSize, options, 1);
}

/**
 * The average of each window of height and width.
 *
 * @shape x [..., C, H, W] → [..., C, H′, W′] as for `avgPool1d`
 * @throws {ShapeError} when the window is larger than the padded image
 * @throws {RangeError} when an option is no whole number in its range
 * @reference torch.nn.functional.avg_pool2d
 * @example
 * avgPool2d(tensor([[[1, 3], [2, 6]]]), 2).toArray() // => [[[3]]]
 */
export function avgPool2d(x: Tensor, kernelSize: PerAxis, options: AvgPoolOptions = {}): Tensor {
  return avgPool('avgPool2d', x, kernelSize, options, 2);
}

/**
 * The average of each window of depth, height and width.
 *
 * @shape x [..., C, D, H, W] → [..., C, D′, H′, W′] as for `avgPool1d`
 * @throws {ShapeError} when the window is larger than the padded volume
 * @throws {RangeError} when an option is no whole number in its range
 * @reference torch.nn.functional.avg_pool3d
 * @example
 * avgPool3d(tensor([[[[1, 3]], [[2, 6]]]]), [2, 1, 2]).toArray() // => [[[[3]]]]
 */
export function avgPool3d(x: Tensor, kernelSize: PerAxis, options: AvgPoolOptions = {}): Tensor {
  return avgPool('avgPool3d', x, kernelSize, options, 3);
}

function avgPool(op: string, x: Tensor, kernelSize: PerAxis, options: AvgPoolOptions, axes: number): Tensor {
  const input = planar(op, x, options, axes);
  const { divisorOverride } = options;
  if (divisorOverride !== undefined && !(Number.isFinite(divisorOverride) && divisorOverride !== 0))
    throw new RangeError(`${op}: divisorOverride must be a number other than 0, not ${divisorOverride}`);
  const windows = slidingWindows(op, x.shape, kernelSize, options, options, axes);
  return apply(avgPoolPrimitive, [input], { spatial: x.shape.slice(-axes), windows })[0];
}
