import { type Shape, sub, type Tensor, tanh } from '@ml/tensor';

/**
 * x − tanh x.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.tanhshrink
 * @example
 * tanhshrink(tensor([0, 100])).toArray() // => [0, 99]
 */
export function tanhshrink<S extends Shape>(x: Tensor<S>): Tensor<S>;
export function tanhshrink(x: Tensor): Tensor {
  return sub(x, tanh(x));
}
