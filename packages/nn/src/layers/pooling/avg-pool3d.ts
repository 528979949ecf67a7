import type { Shape, Tensor } from '@ml/tensor';
import { type AvgPoolOptions, avgPool3d, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial3 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * The average of each window of depth, height and width.
 *
 * @shape x [..., C, D, H, W] → [..., C, D′, H′, W′]
 * @throws {ShapeError} when the window is larger than the padded input
 * @reference torch.nn.AvgPool3d
 * @example
 * new AvgPool3d([1, 2, 2]).forward(tensor([[[[1, 3], [2, 6]]]])).toArray() // => [[[[3]]]]
 */
export class AvgPool3d extends Layer<Planes<Spatial3>> {
  readonly kernelSize: PerAxis;
  readonly options: AvgPoolOptions;

  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial3>>;
  override forward(x: Tensor): Tensor {
    return avgPool3d(x, this.kernelSize, this.options);
  }
}
