import { neg, type Shape, softmax, type Tensor } from '@ml/tensor';

/**
 * Softmax of −x: the smallest gets the largest share.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.functional.softmin
 * @example
 * softmin(tensor([2, 2])).toArray() // => [0.5, 0.5]
 */
export function softmin<S extends Shape>(x: Tensor<S>, axis?: number): Tensor<S>;
export function softmin(x: Tensor, axis = -1): Tensor {
  return softmax(neg(x), axis);
}
