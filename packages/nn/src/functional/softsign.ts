import { abs, add, div, type Shape, type Tensor } from '@ml/tensor';

/**
 * x/(1 + |x|).
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.softsign
 * @example
 * softsign(tensor([-1, 0, 3])).toArray() // => [-0.5, 0, 0.75]
 */
export function softsign<S extends Shape>(x: Tensor<S>): Tensor<S>;
export function softsign(x: Tensor): Tensor {
  return div(x, add(abs(x), 1));
}
