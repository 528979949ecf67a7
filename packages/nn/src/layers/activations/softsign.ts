import type { Shape, Tensor } from '@ml/tensor';
import { softsign } from '../../functional/softsign.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * x/(1 + |x|).
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Softsign
 * @example
 * new Softsign().forward(tensor([-1, 0, 3])).toArray() // => [-0.5, 0, 0.75]
 */
export class Softsign extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return softsign(x);
  }
}
