import type { Shape, Tensor } from '@ml/tensor';
import { type HardshrinkOptions, hardshrink } from '../../functional/hardshrink.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * x where |x| > lambda, else 0.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Hardshrink
 * @example
 * new Hardshrink().forward(tensor([-2, 0.5, 2])).toArray() // => [-2, 0, 2]
 */
export class Hardshrink extends Layer<SameShape> {
  readonly lambda: number;

  constructor({ lambda = 0.5 }: HardshrinkOptions = {}) {
    super();
    this.lambda = lambda;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return hardshrink(x, this);
  }
}
