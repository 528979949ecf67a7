import { detach } from '@ml/autograd';
import { clip, greater, less, logicalAnd, type Shape, type Tensor, where } from '@ml/tensor';

export interface HardtanhOptions {
  /** Smallest value; default -1. */
  readonly minVal?: number;
  /** Largest value; default 1. */
  readonly maxVal?: number;
}

/**
 * x cut to minVal … maxVal, where, bounds included, its gradient is 0.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.hardtanh
 * @example
 * hardtanh(tensor([-2, 0.5, 2])).toArray() // => [-1, 0.5, 1]
 */
export function hardtanh<S extends Shape>(x: Tensor<S>, options?: HardtanhOptions): Tensor<S>;
export function hardtanh(x: Tensor, { minVal = -1, maxVal = 1 }: HardtanhOptions = {}): Tensor {
  return where(
    logicalAnd(greater(x, minVal), less(x, maxVal)) as Tensor,
    x,
    clip(detach(x), { min: minVal, max: maxVal }),
  );
}
