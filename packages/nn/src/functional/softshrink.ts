import { abs, lessEqual, mul, type Shape, sign, sub, type Tensor, where } from '@ml/tensor';

export interface SoftshrinkOptions {
  /** How far x moves; default 0.5. */
  readonly lambda?: number;
}

/**
 * x moved towards 0 by lambda, and 0 where |x| ≤ lambda.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.softshrink
 * @example
 * softshrink(tensor([-2, 0.5, 2])).toArray() // => [-1.5, 0, 1.5]
 */
export function softshrink<S extends Shape>(x: Tensor<S>, options?: SoftshrinkOptions): Tensor<S>;
export function softshrink(x: Tensor, { lambda = 0.5 }: SoftshrinkOptions = {}): Tensor {
  return where(lessEqual(abs(x), lambda) as Tensor, 0, sub(x, mul(sign(x), lambda)));
}
