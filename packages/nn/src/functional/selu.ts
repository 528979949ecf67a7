import { mul, type Shape, type Tensor } from '@ml/tensor';
import { elu } from './elu.ts';

// Chosen so that mean 0 and variance 1 are a fixed point of a layer.
const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;

/**
 * Self-normalising exponential unit: scale·(x where x > 0, else alpha·(eˣ − 1)).
 *
 * @shape x [...] → [...]
 * @reference Klambauer et al., Self-Normalizing Neural Networks, arXiv:1706.02515; torch.nn.functional.selu
 * @example
 * selu(tensor([0, 1])).toArray() // => [0, 1.0507010221481323]
 */
export function selu<S extends Shape>(x: Tensor<S>): Tensor<S>;
export function selu(x: Tensor): Tensor {
  return mul(elu(x, { alpha }), scale);
}
