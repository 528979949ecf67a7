import type { Shape, Tensor } from '@ml/tensor';
import { type AvgPoolOptions, avgPool1d, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial1 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * The average of each window of one axis.
 *
 * @shape x [..., C, L] → [..., C, L′]
 * @throws {ShapeError} when the window is larger than the padded input
 * @reference torch.nn.AvgPool1d
 * @example
 * new AvgPool1d(2).forward(tensor([[1, 3, 2, 6]])).toArray() // => [[2, 4]]
 */
export class AvgPool1d extends Layer<Planes<Spatial1>> {
  readonly kernelSize: PerAxis;
  readonly options: AvgPoolOptions;

  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial1>>;
  override forward(x: Tensor): Tensor {
    return avgPool1d(x, this.kernelSize, this.options);
  }
}
