import { mean, mul, type Shape, type Tensor } from '@ml/tensor';
import type { BceOptions } from './bce.ts';
import { bceWithLogits } from './bce-with-logits.ts';
import { type Reduction, reduceLosses } from './reduction.ts';

/**
 * Several labels at once: the mean over the last axis of the binary cross-entropies of logits.
 *
 * @shape logits [..., C], target [..., C] in 0 … 1, weight [C] → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @reference torch.nn.functional.multilabel_soft_margin_loss
 * @example
 * multiLabelSoftMargin(tensor([[0, 0]]), tensor([[1, 0]])).item() // => 0.6931471824645996
 */
export function multiLabelSoftMargin(
  logits: Tensor,
  target: Tensor,
  { reduction, weight = null }: BceOptions<Reduction> = {},
): Tensor<Shape> {
  const losses: Tensor = bceWithLogits(logits, target, { reduction: 'none' });
  return reduceLosses(
    mean(weight === null ? losses : (mul(losses, weight) as Tensor), { axis: -1 }) as Tensor,
    reduction,
  );
}
