import { type Shape, ShapeError, sameShape, square, sub, type Tensor } from '@ml/tensor';
import { type Reduction, reduceLosses } from './reduction.ts';

export interface MseOptions<R extends Reduction = Reduction> {
  /** Default 'mean'. */
  readonly reduction?: R;
}

/** One number, or one per element. */
export type ReducedShape<R extends Reduction, S extends Shape> = R extends 'none' ? S : [];

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
  options?: MseOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function mse(input: Tensor, target: Tensor, { reduction = 'mean' }: MseOptions = {}): Tensor {
  if (!sameShape(input.shape, target.shape)) {
    const mend = input.size === target.size ? 'did you mean target.reshape(input.shape)?' : undefined;
    throw new ShapeError({
      op: 'mse',
      problem: 'input and target differ in shape',
      shapes: [input.shape, target.shape],
      mend,
    });
  }
  return reduceLosses(square(sub(input, target)), reduction);
}
