import { relu, type Shape, type Tensor } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Rectified linear unit: max(x, 0), elementwise.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.ReLU
 * @example
 * new ReLU().forward(tensor([-1, 2])).toArray() // => [0, 2]
 */
export class ReLU extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return relu(x);
  }
}
