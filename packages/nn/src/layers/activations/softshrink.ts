import type { Shape, Tensor } from '@ml/tensor';
import { type SoftshrinkOptions, softshrink } from '../../functional/softshrink.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * x moved towards 0 by lambda, and 0 where |x| ≤ lambda.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Softshrink
 * @example
 * new Softshrink().forward(tensor([-2, 0.5, 2])).toArray() // => [-1.5, 0, 1.5]
 */
export class Softshrink extends Layer<SameShape> {
  readonly lambda: number;

  constructor({ lambda = 0.5 }: SoftshrinkOptions = {}) {
    super();
    this.lambda = lambda;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return softshrink(x, this);
  }
}
