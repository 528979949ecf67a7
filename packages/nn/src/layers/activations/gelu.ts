import { type GeluOptions, gelu, type Shape, type Tensor } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Gaussian error linear unit: x·Φ(x), elementwise; with `approximate: 'tanh'` the form GPT-2 was trained with.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.GELU
 * @example
 * new GELU({ approximate: 'tanh' }).forward(tensor([0])).toArray() // => [0]
 */
export class GELU extends Layer<SameShape> {
  readonly approximate: 'none' | 'tanh';

  constructor({ approximate = 'none' }: GeluOptions = {}) {
    super();
    this.approximate = approximate;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return gelu(x, { approximate: this.approximate });
  }
}
