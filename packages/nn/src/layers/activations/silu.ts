import { type Shape, silu, type Tensor } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Sigmoid linear unit: x·σ(x), elementwise.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.SiLU
 * @example
 * new SiLU().forward(tensor([0])).toArray() // => [0]
 */
export class SiLU extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return silu(x);
  }
}
