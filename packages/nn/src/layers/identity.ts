import type { Shape, Tensor } from '@ml/tensor';
import { Layer, type SameShape } from './layer.ts';

/**
 * Passes its input through: a place holder for a layer that is switched off.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Identity
 */
export class Identity extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return x;
  }
}
