import type { Shape, Tensor } from '@ml/tensor';
import { type MaxPooled, type MaxPoolOptions, maxPool3d, maxPoolWithIndices, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial3 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * The largest element of each window of depth, height and width.
 *
 * @shape x [..., C, D, H, W] → [..., C, D′, H′, W′]
 * @throws {ShapeError} when the window is larger than the padded input
 * @reference torch.nn.MaxPool3d
 * @example
 * new MaxPool3d([1, 2, 2]).forward(tensor([[[[1, 3], [2, 6]]]])).toArray() // => [[[[6]]]]
 */
export class MaxPool3d extends Layer<Planes<Spatial3>> {
  readonly kernelSize: PerAxis;
  readonly options: MaxPoolOptions;

  constructor(kernelSize: PerAxis, options: MaxPoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial3>>;
  override forward(x: Tensor): Tensor {
    return maxPool3d(x, this.kernelSize, this.options);
  }

  /** With the places of the largest elements in their planes: torch's `return_indices`. */
  forwardWithIndices(x: Tensor): MaxPooled {
    return maxPoolWithIndices(x, this.kernelSize, { ...this.options, axes: 3 });
  }
}
