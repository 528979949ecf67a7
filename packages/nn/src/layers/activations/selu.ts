import type { Shape, Tensor } from '@ml/tensor';
import { selu } from '../../functional/selu.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Self-normalising exponential unit: scale·(x where x > 0, else alpha·(eˣ − 1)).
 *
 * @shape x [...] → [...]
 * @reference torch.nn.SELU
 * @example
 * new SELU().forward(tensor([0, 1])).toArray() // => [0, 1.0507010221481323]
 */
export class SELU extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return selu(x);
  }
}
