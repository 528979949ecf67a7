import { add, equal, relu, type Shape, sub, type Tensor, where } from '@ml/tensor';
import { type LossOptions, type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface MarginOptions<R extends Reduction = Reduction> extends LossOptions<R> {
  /** How far apart is far enough. */
  readonly margin?: number;
}

/**
 * Pulls distances of similar pairs to 0 and pushes those of dissimilar ones beyond a margin (default 1): x where the target is
 * 1, max(0, margin − x) where it is −1.
 *
 * @shape input [...], target [...] of 1 and −1 → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @reference torch.nn.functional.hinge_embedding_loss
 * @example
 * hingeEmbedding(tensor([0.25, 0.25]), tensor([1, -1]), { reduction: 'none' }).toArray() // => [0.25, 0.75]
 */
export function hingeEmbedding<S extends Shape, R extends Reduction = 'mean'>(
  input: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: MarginOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function hingeEmbedding(input: Tensor, target: Tensor, { reduction, margin = 1 }: MarginOptions = {}): Tensor {
  requireSameShape('hingeEmbedding', input, target);
  // Added up, as in torch: a target that is neither 1 nor −1 gets both.
  const near: Tensor = where(equal(target, -1) as Tensor, 0, input);
  const far: Tensor = where(equal(target, 1) as Tensor, 0, relu(sub(margin, input) as Tensor));
  return reduceLosses(add(near, far), reduction);
}
