import { abs, add, minimum, pow, relu, type Shape, sub, sum, type Tensor } from '@ml/tensor';
import type { MarginOptions } from './hinge-embedding.ts';
import { type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface TripletMarginOptions<R extends Reduction = Reduction> extends MarginOptions<R> {
  /** Order of the distance, ≥ 1; default 2. */
  readonly p?: number;
  /** Added to every difference, so that a distance of 0 has a slope; default 1e-6. */
  readonly eps?: number;
  /** Take the negative's distance to the positive where that is smaller; default false. */
  readonly swap?: boolean;
}

/**
 * Whether an anchor is nearer to the positive than to the negative, by a margin (default 1): max(0, d(a, p) − d(a, n) + margin)
 * with d(x, y) = ‖x − y + eps‖ₚ over the last axis.
 *
 * @shape anchor, positive, negative [..., D] → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @reference Balntas et al., BMVC 2016; torch.nn.functional.triplet_margin_loss
 * @example
 * tripletMargin(tensor([[0, 0]]), tensor([[0, 3]]), tensor([[0, 3]])).item() // => 1
 */
export function tripletMargin(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  { reduction, margin = 1, p = 2, eps = 1e-6, swap = false }: TripletMarginOptions = {},
): Tensor<Shape> {
  requireSameShape('tripletMargin', anchor, positive, 'positive');
  requireSameShape('tripletMargin', anchor, negative, 'negative');
  if (!(p >= 1)) throw new RangeError(`tripletMargin: p must be ≥ 1, not ${p}`);
  const near = distance(anchor, positive, p, eps);
  const toAnchor = distance(anchor, negative, p, eps);
  const far: Tensor = swap ? minimum(toAnchor, distance(positive, negative, p, eps)) : toAnchor;
  return reduceLosses(relu(add(sub(near, far), margin) as Tensor), reduction);
}

function distance(x: Tensor, y: Tensor, p: number, eps: number): Tensor {
  const powers = pow(abs(add(sub(x, y), eps) as Tensor), p) as Tensor;
  return pow(sum(powers, { axis: -1 }) as Tensor, 1 / p) as Tensor;
}
