import type { Shape, Tensor } from '@ml/tensor';
import { type MaxPooled, type MaxPoolOptions, maxPool2d, maxPoolWithIndices, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial2 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * The largest element of each window of height and width.
 *
 * @shape x [..., C, H, W] → [..., C, H′, W′]
 * @throws {ShapeError} when the window is larger than the padded input
 * @reference torch.nn.MaxPool2d
 * @example
 * new MaxPool2d(2).forward(tensor([[[1, 3], [2, 6]]])).toArray() // => [[[6]]]
 */
export class MaxPool2d extends Layer<Planes<Spatial2>> {
  readonly kernelSize: PerAxis;
  readonly options: MaxPoolOptions;

  constructor(kernelSize: PerAxis, options: MaxPoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial2>>;
  override forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernelSize, this.options);
  }

  /** With the places of the largest elements in their planes: torch's `return_indices`. */
  forwardWithIndices(x: Tensor): MaxPooled {
    return maxPoolWithIndices(x, this.kernelSize, { ...this.options, axes: 2 });
  }
}
