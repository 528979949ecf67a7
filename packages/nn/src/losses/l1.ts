import { abs, type Shape, sub, type Tensor } from '@ml/tensor';
import { type LossOptions, type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

/**
 * Absolute error: |input − target|. Its gradient is the sign, and 0 where both are equal.
 *
 * @shape input [...], target [...] → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @reference torch.nn.functional.l1_loss
 * @example
 * l1(tensor([1, 2]), tensor([1, 4])).item() // => 1
 */
export function l1<S extends Shape, R extends Reduction = 'mean'>(
  input: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: LossOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function l1(input: Tensor, target: Tensor, { reduction }: LossOptions = {}): Tensor {
  requireSameShape('l1', input, target);
  return reduceLosses(abs(sub(input, target)), reduction);
}
