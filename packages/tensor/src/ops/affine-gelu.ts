import { apply, definePrimitive, isRecorded } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import { type AffineInputs, affineInputs, affinePrimitive } from './affine.ts';
import { type GeluOptions, type GeluParams, geluForm, geluInPlace, geluPrimitive } from './gelu.ts';

/** The result, and gelu′ of the affine map's result for the gradient. */
type AffineGeluOutputs = [y: Tensor, slope: Tensor];

export const affineGeluPrimitive = definePrimitive(
  'affineGelu',
  (inputs: AffineInputs, { approximate }: GeluParams): AffineGeluOutputs => {
    const [y] = affinePrimitive.forward(inputs, null);
    return [y, geluInPlace(y, approximate)];
  },
);

/**
 * A linear layer and GELU in one: y = gelu(x·Wᵀ + b).
 *
 * The value is that of `gelu(affine(x, weight, bias))` to the bit. Where a gradient may be asked for, the slope gelu′(x·Wᵀ + b)
 * is made from the same exponential as y, and kept in place of x·Wᵀ + b: all that is left to the backward pass is a product.
 *
 * @shape x [..., I], weight [O, I], bias [O] → [..., O]
 * @throws {ShapeError} when x's last axis is not I or bias is not [O]
 * @example
 * affineGelu(tensor([1, 2]), tensor([[1, 0], [-100, 0]]), tensor([99, 0])).toArray() // => [100, -0]
 */
export function affineGelu(x: Tensor, weight: Tensor, bias: Tensor | null = null, options: GeluOptions = {}): Tensor {
  const form = geluForm('affineGelu', options);
  const inputs = affineInputs('affineGelu', x, weight, bias);
  if (isRecorded(inputs)) {
    const [y, slope] = apply(affineGeluPrimitive, inputs, form);
    slope.dispose();
    return y;
  }
  const [sum] = affinePrimitive.forward(inputs, null);
  const [y] = geluPrimitive.forward([sum], form);
  sum.dispose();
  return y;
}
