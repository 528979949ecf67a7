import type { Shape, Tensor } from '@ml/tensor';
import { hardsigmoid } from '../../functional/hardsigmoid.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Sigmoid made of straight lines: (x + 3)/6, cut to 0 … 1.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Hardsigmoid
 * @example
 * new Hardsigmoid().forward(tensor([-4, 0, 4])).toArray() // => [0, 0.5, 1]
 */
export class Hardsigmoid extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return hardsigmoid(x);
  }
}
