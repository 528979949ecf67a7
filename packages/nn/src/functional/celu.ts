import { expm1, greater, mul, type Shape, type Tensor, where } from '@ml/tensor';

export interface CELUOptions {
  /** How far it falls below 0, not 0; default 1. */
  readonly alpha?: number;
}

/**
 * Continuously differentiable exponential unit: x where x > 0, else alpha·(e^(x/alpha) − 1).
 *
 * @shape x [...] → [...]
 * @reference Barron, arXiv:1704.07483; torch.nn.functional.celu
 * @example
 * celu(tensor([-Infinity, 2]), { alpha: 2 }).toArray() // => [-2, 2]
 */
export function celu<S extends Shape>(x: Tensor<S>, options?: CELUOptions): Tensor<S>;
export function celu(x: Tensor, { alpha = 1 }: CELUOptions = {}): Tensor {
  return where(
    greater(x, 0) as Tensor,
    x,
    mul(expm1(mul(where(greater(x, 0) as Tensor, 0, x), 1 / alpha) as Tensor), alpha),
  );
}
