import { affineGelu, relu, type Tensor } from '@ml/tensor';
import type { Dropout } from '../dropout.ts';
import type { Linear } from '../linear.ts';

/** What follows the first linear map of a transformer layer: a name, or a function of your own. */
export type TransformerActivation = 'relu' | 'gelu' | ((x: Tensor) => Tensor);

/** @throws {RangeError} when a layer does not know the activation */
export function requireActivation(layer: string, activation: TransformerActivation): void {
  if (activation === 'relu' || activation === 'gelu' || typeof activation === 'function') return;
  throw new RangeError(`${layer}: activation must be 'relu', 'gelu' or a function, not ${String(activation)}`);
}

/**
 * linear2(dropout(activation(linear1(x)))).
 *
 * @shape x [..., C] → [..., C]
 */
export function feedForward(
  layer: {
    readonly linear1: Linear;
    readonly dropout: Dropout;
    readonly linear2: Linear;
    readonly activation: TransformerActivation;
  },
  x: Tensor,
): Tensor {
  const { linear1, activation } = layer;
  let hidden: Tensor;
  if (activation === 'gelu') hidden = affineGelu(x, linear1.weight, linear1.bias);
  else {
    hidden = linear1.forward(x);
    hidden = activation === 'relu' ? relu(hidden) : activation(hidden);
  }
  return layer.linear2.forward(layer.dropout.forward(hidden));
}
