import type { Shape, Tensor } from '@ml/tensor';
import { alias } from './trace.ts';

/**
 * The same elements, cut off from whatever computed them: a constant to every gradient.
 *
 * @shape x [...] → [...]
 * @example
 * const w = parameter(tensor([3]));
 * backward(w.mul(detach(w)).sum());
 * w.grad?.toArray() // => [3]
 */
export function detach<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return alias(x, null);
}
