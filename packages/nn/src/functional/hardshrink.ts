import { abs, lessEqual, type Shape, type Tensor, where } from '@ml/tensor';

export interface HardshrinkOptions {
  /** Half the width of what becomes 0; default 0.5. */
  readonly lambda?: number;
}

/**
 * x where |x| > lambda, else 0.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.hardshrink
 * @example
 * hardshrink(tensor([-2, 0.5, 2])).toArray() // => [-2, 0, 2]
 */
export function hardshrink<S extends Shape>(x: Tensor<S>, options?: HardshrinkOptions): Tensor<S>;
export function hardshrink(x: Tensor, { lambda = 0.5 }: HardshrinkOptions = {}): Tensor {
  return where(lessEqual(abs(x), lambda) as Tensor, 0, x);
}
