import {
  add,
  div,
  gather,
  mul,
  relu,
  reshape,
  type Shape,
  ShapeError,
  sameShape,
  square,
  sub,
  sum,
  type Tensor,
} from '@ml/tensor';
import { type LossOptions, type Reduction, reduceLosses } from './reduction.ts';

export interface MultiMarginOptions<R extends Reduction = Reduction> extends LossOptions<R> {
  /** Power of each excess; default 1. */
  readonly p?: 1 | 2;
  /** Default 1. */
  readonly margin?: number;
  /** Factor of each class, [C]. */
  readonly weight?: Tensor | null;
}

/**
 * Hinge loss of several classes: Σ over the wrong classes of max(0, margin − x[target] + x[c])ᵖ, divided by C.
 *
 * @shape input [N, C], target [N] (int32 or uint8) → [], or [N] with reduction 'none'
 * @throws {ShapeError} when target is not [N]
 * @throws {IndexError} when a target is not a class
 * @reference Crammer & Singer, JMLR 2 (2001); torch.nn.functional.multi_margin_loss
 * @example
 * multiMargin(tensor([[0, 3]]), tensor([0], { dtype: 'int32' })).item() // => 2
 */
export function multiMargin(
  input: Tensor,
  target: Tensor,
  { reduction, p = 1, margin = 1, weight = null }: MultiMarginOptions = {},
): Tensor<Shape> {
  if (input.rank !== 2 || !sameShape(target.shape, input.shape.slice(0, 1))) {
    const problem = 'input must be [N, C] and target [N]';
    throw new ShapeError({ op: 'multiMargin', problem, shapes: [input.shape, target.shape] });
  }
  if (p !== 1 && p !== 2) throw new RangeError(`multiMargin: p must be 1 or 2, not ${p}`);
  const classes = input.shape[1];
  const labels: Tensor = reshape(target, [target.size, 1]); // [N, 1]
  const excess = power(relu(add(sub(input, gather(input, 1, labels)), margin) as Tensor), p); // [N, C]
  // The right class is at distance 0 from itself and adds marginᵖ, which is taken off again.
  const total = sub(sum(excess, { axis: 1 }) as Tensor, Math.max(0, margin) ** p);
  const scaled: Tensor = div(total, classes);
  return reduceLosses(weight === null ? scaled : mul(scaled, gather(weight, 0, target) as Tensor), reduction);
}

function power(x: Tensor, p: 1 | 2): Tensor {
  return p === 1 ? x : square(x);
}
