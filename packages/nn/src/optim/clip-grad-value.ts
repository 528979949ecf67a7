import type { Parameter } from '@ml/autograd';
import { heapView, ShapeError } from '@ml/tensor';

/**
 * Limits every number of every gradient to −clipValue … clipValue, in place. Unlike `clipGradNorm` it changes the gradient's
 * direction.
 *
 * @throws {RangeError} when clipValue is negative or NaN
 * @throws {ShapeError} when a gradient is not contiguous
 * @special NaN stays NaN
 * @reference torch.nn.utils.clip_grad_value_
 * @example
 * const w = parameter(tensor([0, 0]));
 * backward(w.mul(tensor([3, -0.5])).sum());
 * clipGradValue([w], 1);
 * w.grad?.toArray() // => [1, -0.5]
 */
export function clipGradValue(parameters: Iterable<Parameter>, clipValue: number): void {
  if (!(clipValue >= 0)) throw new RangeError(`clipGradValue: clipValue must be ≥ 0, not ${clipValue}`);
  for (const { grad } of parameters) {
    if (grad === null) continue;
    if (!grad.isContiguous)
      throw new ShapeError({ op: 'clipGradValue', problem: 'gradients must be contiguous', shapes: [grad.shape] });
    const values = heapView(grad);
    for (let i = 0; i < values.length; i++) {
      if (values[i] > clipValue) values[i] = clipValue;
      else if (values[i] < -clipValue) values[i] = -clipValue;
    }
    grad.storage.version++;
  }
}
