import { mul, type Shape, softplus, type Tensor, tanh } from '@ml/tensor';

/**
 * x·tanh(ln(1 + eˣ)).
 *
 * @shape x [...] → [...]
 * @reference Misra, arXiv:1908.08681; torch.nn.functional.mish
 * @example
 * mish(tensor([0, 100])).toArray() // => [0, 100]
 */
export function mish<S extends Shape>(x: Tensor<S>): Tensor<S>;
export function mish(x: Tensor): Tensor {
  return mul(x, tanh(softplus(x)));
}
