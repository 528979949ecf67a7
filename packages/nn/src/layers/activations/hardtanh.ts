import type { Shape, Tensor } from '@ml/tensor';
import { type HardtanhOptions, hardtanh } from '../../functional/hardtanh.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * x cut to minVal … maxVal, where, bounds included, its gradient is 0.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Hardtanh
 * @example
 * new Hardtanh().forward(tensor([-2, 0.5, 2])).toArray() // => [-1, 0.5, 1]
 */
export class Hardtanh extends Layer<SameShape> {
  readonly minVal: number;
  readonly maxVal: number;

  constructor({ minVal = -1, maxVal = 1 }: HardtanhOptions = {}) {
    super();
    this.minVal = minVal;
    this.maxVal = maxVal;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return hardtanh(x, this);
  }
}
