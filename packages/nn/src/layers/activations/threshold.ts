import type { Shape, Tensor } from '@ml/tensor';
import { type ThresholdOptions, threshold } from '../../functional/threshold.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * x where x > threshold, else value.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Threshold
 * @example
 * new Threshold({ threshold: 2, value: -1 }).forward(tensor([1, 3])).toArray() // => [-1, 3]
 */
export class Threshold extends Layer<SameShape> {
  readonly threshold: number;
  readonly value: number;

  constructor({ threshold = 0, value = 0 }: ThresholdOptions = {}) {
    super();
    this.threshold = threshold;
    this.value = value;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return threshold(x, this);
  }
}
