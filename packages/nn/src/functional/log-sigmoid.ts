import { neg, type Shape, softplus, type Tensor } from '@ml/tensor';

/**
 * ln σ(x) = −ln(1 + e^(−x)), without overflow for any x.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.logsigmoid
 * @example
 * logSigmoid(tensor([-100, 0])).toArray() // => [-100, -0.6931471824645996]
 */
export function logSigmoid<S extends Shape>(x: Tensor<S>): Tensor<S>;
export function logSigmoid(x: Tensor): Tensor {
  return neg(softplus(neg(x)));
}
