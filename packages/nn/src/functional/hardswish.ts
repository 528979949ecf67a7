import { add, greaterEqual, less, mul, type Shape, type Tensor, where } from '@ml/tensor';

/**
 * x·(x + 3)/6 where |x| ≤ 3, 0 below and x above.
 *
 * @shape x [...] → [...]
 * @reference Howard et al., arXiv:1905.02244; torch.nn.functional.hardswish
 * @example
 * hardswish(tensor([-4, 0, 4])).toArray() // => [0, 0, 4]
 */
export function hardswish<S extends Shape>(x: Tensor<S>): Tensor<S>;
export function hardswish(x: Tensor): Tensor {
  return where(
    less(x, -3) as Tensor,
    0,
    where(greaterEqual(x, 3) as Tensor, x, mul(mul(x, add(x, 3)), 1 / 6)) as Tensor,
  );
}
