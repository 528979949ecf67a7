import type { Parameter } from '@ml/autograd';
import { scaleInPlace, sumSquares, type Tensor } from '@ml/tensor';

/**
 * The length of all gradients taken together: √Σ g², added up in float64. Parameters without a gradient count nothing.
 *
 * @special NaN and Inf propagate; no gradients → 0
 */
export function gradNorm(parameters: Iterable<Parameter>): number {
  return Math.sqrt(sumSquares(gradientsOf(parameters)));
}

/** The factor that brings gradients of length `norm` down to `maxNorm`: min(1, maxNorm/(norm + 1e-6)), as in torch. */
export function clipScale(norm: number, maxNorm: number): number {
  return Math.min(1, maxNorm / (norm + 1e-6));
}

/**
 * Scales all gradients in place so that together they are no longer than `maxNorm`; returns how long they were.
 *
 * `optimizer.step({ gradScale: clipScale(norm, maxNorm) })` does the same without writing the gradients.
 *
 * @throws {RangeError} when maxNorm is negative or NaN
 * @special a norm that is not finite leaves NaN or 0 behind, as in torch: look at what is returned
 * @reference torch.nn.utils.clip_grad_norm_
 * @example
 * const w = parameter(tensor([0, 0]));
 * backward(w.mul(tensor([3, 4])).sum());
 * clipGradNorm([w], 1) // => 5
 */
export function clipGradNorm(parameters: Iterable<Parameter>, maxNorm: number): number {
  if (!(maxNorm >= 0)) throw new RangeError(`clipGradNorm: maxNorm must be ≥ 0, not ${maxNorm}`);
  const gradients = gradientsOf(parameters);
  const norm = Math.sqrt(sumSquares(gradients));
  const scale = clipScale(norm, maxNorm);
  if (scale !== 1) scaleInPlace(gradients, scale);
  return norm;
}

function gradientsOf(parameters: Iterable<Parameter>): Tensor[] {
  const all: Tensor[] = [];
  for (const { grad } of parameters) if (grad !== null) all.push(grad);
  return all;
}
