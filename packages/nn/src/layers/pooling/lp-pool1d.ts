import type { Shape, Tensor } from '@ml/tensor';
import { type LPPoolOptions, lpPool1d, type PerAxis } from '@ml/tensor/layers';
import type { PlaneMap, Planes, Spatial1 } from '../convolution/channel-map.ts';
import { Layer } from '../layer.ts';

/**
 * The p-norm of each window of one axis: y = (Σ xᵖ)^(1/p), of negative sums 0.
 *
 * @shape x [..., C, L] → [..., C, L′]
 * @throws {ShapeError} when the window is larger than the input
 * @reference torch.nn.LPPool1d
 * @example
 * new LPPool1d(2, 2).forward(tensor([[3, 4, 6, 8]])).toArray() // => [[5, 10]]
 */
export class LPPool1d extends Layer<Planes<Spatial1>> {
  readonly normType: number;
  readonly kernelSize: PerAxis;
  readonly options: LPPoolOptions;

  constructor(normType: number, kernelSize: PerAxis, options: LPPoolOptions = {}) {
    super();
    this.normType = normType;
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<PlaneMap<S, Spatial1>>;
  override forward(x: Tensor): Tensor {
    return lpPool1d(x, this.normType, { ...this.options, kernelSize: this.kernelSize });
  }
}
