import type { Shape, Tensor } from '@ml/tensor';
import { adaptiveMaxPool1d, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial1 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * The largest elements of as many windows of one axis as `outputSize` says, whatever the input's size.
 *
 * @shape x [..., C, L] → [..., C, ...outputSize]
 * @throws {ShapeError} when an axis is missing or empty
 * @reference torch.nn.AdaptiveMaxPool1d
 * @example
 * new AdaptiveMaxPool1d(2).forward(tensor([[1, 3, 2, 6]])).toArray() // => [[3, 6]]
 */
export class AdaptiveMaxPool1d extends Layer<Planes<Spatial1>> {
  readonly outputSize: PerAxis;

  constructor(outputSize: PerAxis) {
    super();
    this.outputSize = outputSize;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial1>>;
  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool1d(x, this.outputSize);
  }
}
