import type { Shape, Tensor } from '@ml/tensor';
import { tanhshrink } from '../../functional/tanhshrink.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * x − tanh x.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Tanhshrink
 * @example
 * new Tanhshrink().forward(tensor([0, 100])).toArray() // => [0, 99]
 */
export class Tanhshrink extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return tanhshrink(x);
  }
}
