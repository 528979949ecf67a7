import { type Shape, softmax, type Tensor } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Numbers to probabilities along one axis: e^x / Σ e^x.
 *
 * @shape x [..., C, ...] → [..., C, ...]
 * @reference torch.nn.Softmax
 * @example
 * new Softmax().forward(tensor([0, 0])).toArray() // => [0.5, 0.5]
 */
export class Softmax extends Layer<SameShape> {
  readonly axis: number;

  constructor(axis = -1) {
    super();
    this.axis = axis;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return softmax(x, this.axis);
  }
}
