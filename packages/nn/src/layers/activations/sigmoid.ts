import { type Shape, sigmoid, type Tensor } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Logistic function: 1/(1 + e⁻ˣ), elementwise.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Sigmoid
 * @example
 * new Sigmoid().forward(tensor([0])).toArray() // => [0.5]
 */
export class Sigmoid extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return sigmoid(x);
  }
}
