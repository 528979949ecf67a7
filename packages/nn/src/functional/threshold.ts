import { greater, type Shape, type Tensor, where } from '@ml/tensor';

export interface ThresholdOptions {
  /** What x must exceed; default 0. */
  readonly threshold?: number;
  /** What stands in for the others; default 0. */
  readonly value?: number;
}

/**
 * x where x > threshold, else value.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.threshold
 * @example
 * threshold(tensor([1, 3]), { threshold: 2, value: -1 }).toArray() // => [-1, 3]
 */
export function threshold<S extends Shape>(x: Tensor<S>, options?: ThresholdOptions): Tensor<S>;
export function threshold(x: Tensor, { threshold = 0, value = 0 }: ThresholdOptions = {}): Tensor {
  return where(greater(x, threshold) as Tensor, x, value);
}
