import type { Shape, Tensor } from '@ml/tensor';
import { logSigmoid } from '../../functional/log-sigmoid.ts';
import { Layer, type SameShape } from '../layer.ts';

/**
 * ln σ(x) = −ln(1 + e^(−x)), without overflow for any x.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.LogSigmoid
 * @example
 * new LogSigmoid().forward(tensor([-100, 0])).toArray() // => [-100, -0.6931471824645996]
 */
export class LogSigmoid extends Layer<SameShape> {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return logSigmoid(x);
  }
}
