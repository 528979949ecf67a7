import { add, exp, greater, log, mul, type Shape, sub, type Tensor, where } from '@ml/tensor';
import { type LossOptions, type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface PoissonNllOptions<R extends Reduction = Reduction> extends LossOptions<R> {
  /** Whether the input is the logarithm of the rate; default true. */
  readonly logInput?: boolean;
  /** Add Stirling's approximation of ln target!; default false. */
  readonly full?: boolean;
  /** Added to a rate before its logarithm is taken; default 1e-8. */
  readonly eps?: number;
}

/**
 * Negative logarithm of a Poisson probability of the target, without its constant: e^x − t·x, or x − t·ln(x + eps) when the
 * input is the rate itself.
 *
 * @shape input [...], target [...] → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @reference torch.nn.functional.poisson_nll_loss
 * @example
 * poissonNll(tensor([0]), tensor([3])).item() // => 1
 */
export function poissonNll<S extends Shape, R extends Reduction = 'mean'>(
  input: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: PoissonNllOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function poissonNll(
  input: Tensor,
  target: Tensor,
  { reduction, logInput = true, full = false, eps = 1e-8 }: PoissonNllOptions = {},
): Tensor {
  requireSameShape('poissonNll', input, target);
  const losses: Tensor = logInput ? sub(exp(input), mul(target, input)) : sub(input, mul(target, log(add(input, eps))));
  return reduceLosses(full ? add(losses, logFactorial(target)) : losses, reduction);
}

/** Stirling: ln t! ≈ t·ln t − t + ln(2πt)/2 for t > 1, else 0. */
function logFactorial(t: Tensor): Tensor {
  const large = greater(t, 1) as Tensor;
  const inside: Tensor = where(large, t, 1);
  const value = add(sub(mul(inside, log(inside)), inside), mul(log(mul(inside, 2 * Math.PI)), 0.5));
  return where(large, value, mul(t, 0));
}
