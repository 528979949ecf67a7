import { add, mul, type Shape, type Tensor } from '@ml/tensor';
import { hardtanh } from './hardtanh.ts';

/**
 * Sigmoid made of straight lines: (x + 3)/6, cut to 0 … 1.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.hardsigmoid
 * @example
 * hardsigmoid(tensor([-4, 0, 4])).toArray() // => [0, 0.5, 1]
 */
export function hardsigmoid<S extends Shape>(x: Tensor<S>): Tensor<S>;
export function hardsigmoid(x: Tensor): Tensor {
  return mul(hardtanh(add(x, 3) as Tensor, { minVal: 0, maxVal: 6 }), 1 / 6);
}
