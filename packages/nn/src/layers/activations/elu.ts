import type { Shape, Tensor } from '@ml/tensor';
import { type ELUOptions, elu } from '../../functional/elu.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Exponential linear unit: x where x > 0, else alpha·(eˣ − 1).
 *
 * @shape x [...] → [...]
 * @reference torch.nn.ELU
 * @example
 * new ELU().forward(tensor([-Infinity, 2])).toArray() // => [-1, 2]
 */
export class ELU extends Layer<SameShape> {
  readonly alpha: number;

  constructor({ alpha = 1 }: ELUOptions = {}) {
    super();
    this.alpha = alpha;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return elu(x, this);
  }
}
