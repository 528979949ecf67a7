import type { Shape, Tensor } from '@ml/tensor';
import { mish } from '../../functional/mish.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * x·tanh(ln(1 + eˣ)).
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Mish
 * @example
 * new Mish().forward(tensor([0, 100])).toArray() // => [0, 100]
 */
export class Mish extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return mish(x);
  }
}
