import { greater, mul, type Shape, softplus, type Tensor, where } from '@ml/tensor';
import { Layer, type SameShape } from '../layer.ts';

export interface SoftplusOptions {
  /** Sharpness of the bend; default 1. */
  readonly beta?: number;
  /** Where beta·x exceeds it the result is x itself; default 20. */
  readonly threshold?: number;
}

/**
 * Smooth rectifier: ln(1 + e^(beta·x))/beta.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Softplus
 * @example
 * new Softplus().forward(tensor([0, 30])).toArray() // => [0.6931471824645996, 30]
 */
export class Softplus extends Layer<SameShape> {
  readonly beta: number;
  readonly threshold: number;

  constructor({ beta = 1, threshold = 20 }: SoftplusOptions = {}) {
    super();
    this.beta = beta;
    this.threshold = threshold;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S>;
  override forward(x: Tensor): Tensor {
    const scaled: Tensor = mul(x, this.beta);
    return where(greater(scaled, this.threshold) as Tensor, x, mul(softplus(scaled), 1 / this.beta));
  }
}
