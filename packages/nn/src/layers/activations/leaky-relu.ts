import type { Shape, Tensor } from '@ml/tensor';
import { type LeakyReLUOptions, leakyRelu } from '../../functional/leaky-relu.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Leaky rectifier: x where x > 0, else negativeSlope·x.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.LeakyReLU
 * @example
 * new LeakyReLU({ negativeSlope: 0.5 }).forward(tensor([-4, 2])).toArray() // => [-2, 2]
 */
export class LeakyReLU extends Layer<SameShape> {
  readonly negativeSlope: number;

  constructor({ negativeSlope = 0.01 }: LeakyReLUOptions = {}) {
    super();
    this.negativeSlope = negativeSlope;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return leakyRelu(x, this);
  }
}
