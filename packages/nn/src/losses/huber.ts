import { abs, less, mul, type Shape, square, sub, type Tensor, where } from '@ml/tensor';
import { type LossOptions, type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface HuberOptions<R extends Reduction = Reduction> extends LossOptions<R> {
  /** Where the parabola turns into a line, > 0; default 1. */
  readonly delta?: number;
}

/**
 * Huber's loss of d = |input − target|: d²/2 where d < delta, else delta·(d − delta/2). Outliers pull with a force that does
 * not grow.
 *
 * @shape input [...], target [...] → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes differ
 * @throws {RangeError} when delta is not positive
 * @reference torch.nn.functional.huber_loss
 * @example
 * huber(tensor([0, 0]), tensor([1, 4]), { reduction: 'none' }).toArray() // => [0.5, 3.5]
 */
export function huber<S extends Shape, R extends Reduction = 'mean'>(
  input: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  options?: HuberOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function huber(input: Tensor, target: Tensor, { reduction, delta = 1 }: HuberOptions = {}): Tensor {
  requireSameShape('huber', input, target);
  if (!(delta > 0)) throw new RangeError(`huber: delta must be > 0, not ${delta}`);
  const distance: Tensor = abs(sub(input, target));
  const line = mul(sub(distance, delta / 2), delta);
  return reduceLosses(where(less(distance, delta) as Tensor, mul(square(distance), 0.5), line), reduction);
}
