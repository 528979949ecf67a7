import { logSoftmax, type Shape, type Tensor } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Logarithms of probabilities along one axis: x − ln Σ e^x.
 *
 * @shape x [..., C, ...] → [..., C, ...]
 * @reference torch.nn.LogSoftmax
 * @example
 * new LogSoftmax().forward(tensor([0, 0])).toArray() // => [-0.6931471824645996, -0.6931471824645996]
 */
export class LogSoftmax extends Layer<SameShape> {
  readonly axis: number;

  constructor(axis = -1) {
    super();
    this.axis = axis;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return logSoftmax(x, this.axis);
  }
}
