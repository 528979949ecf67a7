import type { Shape, Tensor } from '@ml/tensor';
import { type CELUOptions, celu } from '../../functional/celu.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Continuously differentiable exponential unit: x where x > 0, else alpha·(e^(x/alpha) − 1).
 *
 * @shape x [...] → [...]
 * @reference torch.nn.CELU
 * @example
 * new CELU({ alpha: 2 }).forward(tensor([-Infinity, 2])).toArray() // => [-2, 2]
 */
export class CELU extends Layer<SameShape> {
  readonly alpha: number;

  constructor({ alpha = 1 }: CELUOptions = {}) {
    super();
    this.alpha = alpha;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return celu(x, this);
  }
}
