import { greater, mul, type Shape, type Tensor, where } from '@ml/tensor';

export interface LeakyReLUOptions {
  /** Slope of the negative side; default 0.01. */
  readonly negativeSlope?: number;
}

/**
 * Leaky rectifier: x where x > 0, else negativeSlope·x.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.leaky_relu
 * @example
 * leakyRelu(tensor([-4, 2]), { negativeSlope: 0.5 }).toArray() // => [-2, 2]
 */
export function leakyRelu<S extends Shape>(x: Tensor<S>, options?: LeakyReLUOptions): Tensor<S>;
export function leakyRelu(x: Tensor, { negativeSlope = 0.01 }: LeakyReLUOptions = {}): Tensor {
  return where(greater(x, 0) as Tensor, x, mul(x, negativeSlope));
}
