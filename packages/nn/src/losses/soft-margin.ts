import { mul, neg, type Shape, softplus, type Tensor } from '@ml/tensor';
import { type LossOptions, type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

/**
 * Logistic loss of labels 1 and −1: ln(1 + e^(−t·x)).
 *
 * @shape input [...], target [...] of 1 and −1 → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @reference torch.nn.functional.soft_margin_loss
 * @example
 * softMargin(tensor([0]), tensor([-1])).item() // => 0.6931471824645996
 */
export function softMargin<S extends Shape, R extends Reduction = 'mean'>(
  input: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: LossOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function softMargin(input: Tensor, target: Tensor, { reduction }: LossOptions = {}): Tensor {
  requireSameShape('softMargin', input, target);
  return reduceLosses(softplus(mul(neg(target), input) as Tensor), reduction);
}
