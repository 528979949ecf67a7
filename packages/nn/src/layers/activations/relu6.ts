import type { Shape, Tensor } from '@ml/tensor';
import { hardtanh } from '../../functional/hardtanh.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * Rectifier that stops at 6: x cut to 0 … 6.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.ReLU6
 * @example
 * new ReLU6().forward(tensor([-1, 2, 9])).toArray() // => [0, 2, 6]
 */
export class ReLU6 extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return hardtanh(x, { minVal: 0, maxVal: 6 });
  }
}
