import { expm1, greater, mul, type Shape, type Tensor, where } from '@ml/tensor';

export interface ELUOptions {
  /** How far it falls below 0; default 1. */
  readonly alpha?: number;
}

/**
 * Exponential linear unit: x where x > 0, else alpha·(eˣ − 1).
 *
 * @shape x [...] → [...]
 * @reference Clevert et al., arXiv:1511.07289; torch.nn.functional.elu
 * @example
 * elu(tensor([-Infinity, 2])).toArray() // => [-1, 2]
 */
export function elu<S extends Shape>(x: Tensor<S>, options?: ELUOptions): Tensor<S>;
export function elu(x: Tensor, { alpha = 1 }: ELUOptions = {}): Tensor {
  // The side that is not used may not overflow: its gradient would be 0·Infinity.
  return where(greater(x, 0) as Tensor, x, mul(expm1(where(greater(x, 0) as Tensor, 0, x) as Tensor), alpha));
}
