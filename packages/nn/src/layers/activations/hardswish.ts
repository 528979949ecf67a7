import type { Shape, Tensor } from '@ml/tensor';
import { hardswish } from '../../functional/hardswish.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * x·(x + 3)/6 where |x| ≤ 3, 0 below and x above.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Hardswish
 * @example
 * new Hardswish().forward(tensor([-4, 0, 4])).toArray() // => [0, 0, 4]
 */
export class Hardswish extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return hardswish(x);
  }
}
