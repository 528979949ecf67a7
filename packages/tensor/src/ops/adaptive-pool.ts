// Pooling to a given size.
import { apply } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import type { PerAxis } from './conv-geometry.ts';
import { valuesOnly } from './max-pool.ts';
import { planar } from './planar.ts';
import { avgPoolPrimitive, maxPoolPrimitive } from './pool-primitives.ts';
import { adaptiveWindows } from './pool-windows.ts';

/**
 * Averages over as many windows as `outputSize` says: o sees ⌊o·n / size⌋ … ⌈(o + 1)·n / size⌉ − 1 of an axis of n.
 *
 * @shape x [..., C, L] → [..., C, outputSize]
 * @throws {ShapeError} when an axis is missing or empty
 * @reference torch.nn.functional.adaptive_avg_pool1d
 * @example
 * adaptiveAvgPool1d(tensor([[1, 2, 3]]), 2).toArray() // => [[1.5, 2.5]]
 */
export function adaptiveAvgPool1d(x: Tensor, outputSize: PerAxis): Tensor {
  return adaptiveAvgPool('adaptiveAvgPool1d', x, outputSize, 1);
}

/**
 * Averages over as many windows of height and width as `outputSize` says.
 *
 * @shape x [..., C, H, W] → [..., C, ...outputSize]
 * @throws {ShapeError} when an axis is missing or empty
 * @reference torch.nn.functional.adaptive_avg_pool2d
 * @example
 * adaptiveAvgPool2d(tensor([[[1, 3], [2, 6]]]), 1).toArray() // => [[[3]]]
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: PerAxis): Tensor {
  return adaptiveAvgPool('adaptiveAvgPool2d', x, outputSize, 2);
}

/**
 * The largest elements of as many windows as `outputSize` says.
 *
 * @shape x [..., C, L] → [..., C, outputSize]
 * @throws {ShapeError} when an axis is missing or empty
 * @reference torch.nn.functional.adaptive_max_pool1d
 * @example
 * adaptiveMaxPool1d(tensor([[1, 2, 3]]), 2).toArray() // => [[2, 3]]
 */
export function adaptiveMaxPool1d(x: Tensor, outputSize: PerAxis): Tensor {
  return adaptiveMaxPool('adaptiveMaxPool1d', x, outputSize, 1);
}

/**
 * The largest elements of as many windows of height and width as `outputSize` says.
 *
 * @shape x [..., C, H, W] → [..., C, ...outputSize]
 * @throws {ShapeError} when an axis is missing or empty
 * @reference torch.nn.functional.adaptive_max_pool2d
 * @example
 * adaptiveMaxPool2d(tensor([[[1, 3], [2, 6]]]), [1, 2]).toArray() // => [[[2, 6]]]
 */
export function adaptiveMaxPool2d(x: Tensor, outputSize: PerAxis): Tensor {
  return adaptiveMaxPool('adaptiveMaxPool2d', x, outputSize, 2);
}

function adaptiveAvgPool(op: string, x: Tensor, outputSize: PerAxis, axes: number): Tensor {
  const input = planar(op, x, {}, axes);
  const windows = adaptiveWindows(op, x.shape, outputSize, axes);
  return apply(avgPoolPrimitive, [input], { spatial: x.shape.slice(-axes), windows })[0];
}

function adaptiveMaxPool(op: string, x: Tensor, outputSize: PerAxis, axes: number): Tensor {
  const input = planar(op, x, {}, axes);
  const windows = adaptiveWindows(op, x.shape, outputSize, axes);
  return valuesOnly(apply(maxPoolPrimitive, [input], { spatial: x.shape.slice(-axes), windows }));
}
