import type { Shape, Tensor } from '@ml/tensor';
import { softmin } from '../../functional/softmin.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Softmax of −x: the smallest gets the largest share.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Softmin
 * @example
 * new Softmin().forward(tensor([2, 2])).toArray() // => [0.5, 0.5]
 */
export class Softmin extends Layer<SameShape> {
  readonly axis: number;

  constructor(axis = -1) {
    super();
    this.axis = axis;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return softmin(x, this.axis);
  }
}
