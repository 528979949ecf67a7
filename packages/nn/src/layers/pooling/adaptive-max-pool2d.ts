import type { Shape, Tensor } from '@ml/tensor';
import { adaptiveMaxPool2d, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial2 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * The largest elements of as many windows of height and width as `outputSize` says, whatever the input's size.
 *
 * @shape x [..., C, H, W] → [..., C, ...outputSize]
 * @throws {ShapeError} when an axis is missing or empty
 * @reference torch.nn.AdaptiveMaxPool2d
 * @example
 * new AdaptiveMaxPool2d([1, 2]).forward(tensor([[[1, 3], [2, 6]]])).toArray() // => [[[2, 6]]]
 */
export class AdaptiveMaxPool2d extends Layer<Planes<Spatial2>> {
  readonly outputSize: PerAxis;

  constructor(outputSize: PerAxis) {
    super();
    this.outputSize = outputSize;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial2>>;
  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool2d(x, this.outputSize);
  }
}
