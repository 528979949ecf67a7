import {
  add,
  div,
  equal,
  mul,
  relu,
  type Shape,
  ShapeError,
  sameShape,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from '@ml/tensor';
import type { MarginOptions } from './hinge-embedding.ts';
import { type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

/** Added to squared lengths, as in torch. */
const eps = 1e-12;

/**
 * Turns similar pairs into one direction and dissimilar ones apart: 1 − cos where the target is 1, max(0, cos − margin) where
 * it is −1, margin by default 0.
 *
 * @shape first [N, D] or [D], second alike, target [N] or [] of 1 and −1 → [], or as target with reduction 'none'
 * @throws {ShapeError} when the shapes do not fit
 * @reference torch.nn.functional.cosine_embedding_loss
 * @example
 * cosineEmbedding(tensor([[1, 0]]), tensor([[0, 2]]), tensor([1])).item() // => 1
 */
export function cosineEmbedding(
  first: Tensor,
  second: Tensor,
  target: Tensor,
  { reduction, margin = 0 }: MarginOptions<Reduction> = {},
): Tensor<Shape> {
  requireSameShape('cosineEmbedding', first, second, 'second');
  if (first.rank < 1 || !sameShape(target.shape, first.shape.slice(0, -1))) {
    const problem = 'target must be the shape of the inputs without their last axis';
    throw new ShapeError({ op: 'cosineEmbedding', problem, shapes: [first.shape, target.shape] });
  }
  const dot = (a: Tensor, b: Tensor): Tensor => sum(mul(a, b) as Tensor, { axis: -1 }) as Tensor;
  const squares = mul(add(sum(square(first), { axis: -1 }), eps), add(sum(square(second), { axis: -1 }), eps));
  const cosine: Tensor = div(dot(first, second), sqrt(squares as Tensor));
  const near: Tensor = where(equal(target, 1) as Tensor, sub(1, cosine), 0);
  const far: Tensor = where(equal(target, -1) as Tensor, relu(sub(cosine, margin) as Tensor), 0);
  return reduceLosses(add(near, far), reduction);
}
