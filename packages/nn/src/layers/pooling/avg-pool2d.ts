import type { Shape, Tensor } from '@ml/tensor';
import { type AvgPoolOptions, avgPool2d, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial2 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * The average of each window of height and width.
 *
 * @shape x [..., C, H, W] → [..., C, H′, W′]
 * @throws {ShapeError} when the window is larger than the padded input
 * @reference torch.nn.AvgPool2d
 * @example
 * new AvgPool2d(2).forward(tensor([[[1, 3], [2, 6]]])).toArray() // => [[[3]]]
 */
export class AvgPool2d extends Layer<Planes<Spatial2>> {
  readonly kernelSize: PerAxis;
  readonly options: AvgPoolOptions;

  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial2>>;
  override forward(x: Tensor): Tensor {
    return avgPool2d(x, this.kernelSize, this.options);
  }
}
