import { add, mul, neg, relu, type Shape, sub, type Tensor } from '@ml/tensor';
import type { MarginOptions } from './hinge-embedding.ts';
import { type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

/**
 * Whether the first is ranked above the second where the target is 1, below where it is −1: max(0, −t·(first − second) + margin),
 * margin by default 0.
 *
 * @shape first [...], second [...], target [...] of 1 and −1 → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @reference torch.nn.functional.margin_ranking_loss
 * @example
 * marginRanking(tensor([3, 3]), tensor([1, 1]), tensor([1, -1]), { reduction: 'none' }).toArray() // => [0, 2]
 */
export function marginRanking<S extends Shape, R extends Reduction = 'mean'>(
  first: Tensor<S>,
  second: Tensor<NoInfer<S>>,
  target: Tensor<NoInfer<S>>,
  options?: MarginOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function marginRanking(
  first: Tensor,
  second: Tensor,
  target: Tensor,
  { reduction, margin = 0 }: MarginOptions = {},
): Tensor {
  requireSameShape('marginRanking', first, second, 'second');
  requireSameShape('marginRanking', first, target);
  return reduceLosses(relu(add(mul(neg(target), sub(first, second)), margin) as Tensor), reduction);
}
