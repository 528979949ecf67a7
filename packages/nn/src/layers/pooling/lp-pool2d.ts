import type { Shape, Tensor } from '@ml/tensor';
import { type LPPoolOptions, lpPool2d, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial2 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * The p-norm of each window of height and width: y = (Σ xᵖ)^(1/p), of negative sums 0.
 *
 * @shape x [..., C, H, W] → [..., C, H′, W′]
 * @throws {ShapeError} when the window is larger than the input
 * @reference torch.nn.LPPool2d
 * @example
 * new LPPool2d(2, [2, 1]).forward(tensor([[[3], [4]]])).toArray() // => [[[5]]]
 */
export class LPPool2d extends Layer<Planes<Spatial2>> {
  readonly normType: number;
  readonly kernelSize: PerAxis;
  readonly options: LPPoolOptions;

  constructor(normType: number, kernelSize: PerAxis, options: LPPoolOptions = {}) {
    super();
    this.normType = normType;
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial2>>;
  override forward(x: Tensor): Tensor {
    return lpPool2d(x, this.normType, { ...this.options, kernelSize: this.kernelSize });
  }
}
