import type { Shape, Tensor } from '@ml/tensor';
import { adaptiveAvgPool2d, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial2 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * Averages of as many windows of height and width as `outputSize` says, whatever the input's size.
 *
 * @shape x [..., C, H, W] → [..., C, ...outputSize]
 * @throws {ShapeError} when an axis is missing or empty
 * @reference torch.nn.AdaptiveAvgPool2d
 * @example
 * new AdaptiveAvgPool2d([1, 2]).forward(tensor([[[1, 3], [2, 6]]])).toArray() // => [[[1.5, 4.5]]]
 */
export class AdaptiveAvgPool2d extends Layer<Planes<Spatial2>> {
  readonly outputSize: PerAxis;

  constructor(outputSize: PerAxis) {
    super();
    this.outputSize = outputSize;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial2>>;
  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}
