import { add, mul, neg, type Shape, softplus, sub, type Tensor } from '@ml/tensor';
import type { BceOptions } from './bce.ts';
import { type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface BceWithLogitsOptions<R extends Reduction = Reduction> extends BceOptions<R> {
  /** Factor of the positive part, as for rare classes; broadcast over the logits. */
  readonly posWeight?: Tensor | null;
}

/**
 * Binary cross-entropy of logits x: −(t·ln σ(x) + (1 − t)·ln(1 − σ(x))) = (1 − t)·x + softplus(−x), which neither overflows nor
 * cancels for any x.
 *
 * @shape logits [...], target [...] in 0 … 1 → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @reference torch.nn.functional.binary_cross_entropy_with_logits
 * @example
 * bceWithLogits(tensor([0, 200]), tensor([1, 0]), { reduction: 'none' }).toArray() // => [0.6931471824645996, 200]
 */
export function bceWithLogits<S extends Shape, R extends Reduction = 'mean'>(
  logits: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: BceWithLogitsOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function bceWithLogits(
  logits: Tensor,
  target: Tensor,
  { reduction, weight = null, posWeight = null }: BceWithLogitsOptions = {},
): Tensor {
  requireSameShape('bceWithLogits', logits, target);
  const unlikely: Tensor = softplus(neg(logits)); // −ln σ(x)
  const positive = posWeight === null ? unlikely : mul(unlikely, add(mul(sub(posWeight, 1), target), 1));
  const losses: Tensor = add(mul(sub(1, target), logits), positive as Tensor);
  return reduceLosses(weight === null ? losses : mul(losses, weight), reduction);
}
