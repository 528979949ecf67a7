import { type Shape, square, sub, type Tensor } from '@ml/tensor';
import { type LossOptions, type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

/**
 * Squared error: (input − target)², its mean over all elements, or their sum.
 *
 * Unlike elsewhere shapes are not broadcast: [N] against [N, 1] is a mistake, and would compare everything with everything.
 *
 * @shape input [...], target [...] → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @reference torch.nn.functional.mse_loss
 * @example
 * mse(tensor([1, 2]), tensor([1, 4])).item() // => 2
 */
export function mse<S extends Shape, R extends Reduction = 'mean'>(
  input: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: LossOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function mse(input: Tensor, target: Tensor, { reduction }: LossOptions = {}): Tensor {
  requireSameShape('mse', input, target);
  return reduceLosses(square(sub(input, target)), reduction);
}
