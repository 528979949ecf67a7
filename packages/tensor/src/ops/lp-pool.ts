// Power-average pooling.
import { sizeOf } from '../layout.ts';
import type { Tensor } from '../tensor.ts';
import { avgPool1d, avgPool2d } from './avg-pool.ts';
import { mul, pow } from './binary.ts';
import type { PerAxis } from './conv-geometry.ts';
import type { SlidingOptions } from './pool-windows.ts';
import { sign } from './rounding.ts';
import { abs, relu } from './unary.ts';

export type LPPoolOptions = Pick<SlidingOptions, 'stride' | 'ceilMode'>;

/**
 * The p-norm of each window along the last axis: y = (Σ xᵖ)^(1/p), of negative sums 0, as torch computes it.
 *
 * @shape x [..., C, L] → [..., C, ⌊(L − kernelSize) / stride⌋ + 1]
 * @throws {ShapeError} when the window is larger than the axis
 * @reference torch.nn.functional.lp_pool1d
 * @example
 * lpPool1d(tensor([[3, 4, 6, 8]]), 2, { kernelSize: 2 }).toArray() // => [[5, 10]]
 */
export function lpPool1d(
  x: Tensor,
  normType: number,
  options: LPPoolOptions & { readonly kernelSize: PerAxis },
): Tensor {
  return lpPool(x, normType, options, 1);
}

/**
 * The p-norm of each window of height and width: y = (Σ xᵖ)^(1/p), of negative sums 0, as torch computes it.
 *
 * @shape x [..., C, H, W] → [..., C, H′, W′]
 * @throws {ShapeError} when the window is larger than the image
 * @reference torch.nn.functional.lp_pool2d
 * @example
 * lpPool2d(tensor([[[3], [4]]]), 2, { kernelSize: [2, 1] }).toArray() // => [[[5]]]
 */
export function lpPool2d(
  x: Tensor,
  normType: number,
  options: LPPoolOptions & { readonly kernelSize: PerAxis },
): Tensor {
  return lpPool(x, normType, options, 2);
}

function lpPool(
  x: Tensor,
  p: number,
  { kernelSize, ...options }: LPPoolOptions & { readonly kernelSize: PerAxis },
  axes: 1 | 2,
): Tensor {
  const elements = typeof kernelSize === 'number' ? kernelSize ** axes : sizeOf(kernelSize);
  // As torch does it: the average (of a window that is not whole, too) times the size of a whole one.
  const average = (axes === 1 ? avgPool1d : avgPool2d)(pow(x, p) as Tensor, kernelSize, options);
  const signed = mul(sign(average), relu(abs(average)));
  return pow(mul(signed, elements), 1 / p) as Tensor;
}
