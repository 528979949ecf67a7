import { type Shape, type Tensor, tanh } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Hyperbolic tangent, elementwise.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Tanh
 * @example
 * new Tanh().forward(tensor([0])).toArray() // => [0]
 */
export class Tanh extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return tanh(x);
  }
}
