import { customVjp } from '@ml/autograd';
import {
  add,
  div,
  item,
  log,
  maximum,
  min,
  mul,
  type Shape,
  ShapeError,
  sameShape,
  square,
  sub,
  type Tensor,
} from '@ml/tensor';
import { type LossOptions, type ReducedShape, type Reduction, reduceLosses } from './reduction.ts';
import { requireSameShape } from './require-same-shape.ts';

export interface GaussianNllOptions<R extends Reduction = Reduction> extends LossOptions<R> {
  /** Add the constant ln(2π)/2; default false. */
  readonly full?: boolean;
  /** Smallest variance that is used, > 0; default 1e-6. */
  readonly eps?: number;
}

/**
 * Negative logarithm of a normal density: (ln v + (input − target)²/v)/2, with v the larger of variance and eps.
 *
 * The gradient with respect to the variance is that at v, also where eps took its place.
 *
 * @shape input [...], target [...], variance [...] or [..., 1] or [... without the last axis] → [], or [...] with reduction 'none'
 * @throws {ShapeError} when the shapes do not fit
 * @throws {RangeError} when a variance is negative
 * @reference torch.nn.functional.gaussian_nll_loss
 * @example
 * gaussianNll(tensor([1]), tensor([3]), tensor([4])).item() // => 1.1931471824645996
 */
export function gaussianNll<S extends Shape, R extends Reduction = 'mean'>(
  input: Tensor<S>,
  target: Tensor<NoInfer<S>>,
  variance: Tensor,
  options?: GaussianNllOptions<R>,
): Tensor<ReducedShape<R, S>>;
export function gaussianNll(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  { reduction, full = false, eps = 1e-6 }: GaussianNllOptions = {},
): Tensor {
  requireSameShape('gaussianNll', input, target);
  if (!(eps > 0)) throw new RangeError(`gaussianNll: eps must be > 0, not ${eps}`);
  const v = atLeast(fitted(variance, input.shape), eps);
  const losses: Tensor = mul(add(log(v), div(square(sub(input, target)), v)), 0.5);
  return reduceLosses(full ? add(losses, 0.5 * Math.log(2 * Math.PI)) : losses, reduction);
}

/** A variance per row is one more axis of length one. */
function fitted(variance: Tensor, shape: Shape): Tensor {
  if (variance.size > 0 && item(min(variance) as Tensor) < 0)
    throw new RangeError('gaussianNll: a variance is negative');
  const front = shape.slice(0, -1);
  if (sameShape(variance.shape, shape) || sameShape(variance.shape, [...front, 1])) return variance;
  if (shape.length > 0 && sameShape(variance.shape, front)) return variance.reshape([...front, 1]) as Tensor;
  const problem = 'variance must have the shape of the input, or one value per row';
  throw new ShapeError({ op: 'gaussianNll', problem, shapes: [shape, variance.shape] });
}

/** max(v, eps), through which the gradient passes unchanged. */
function atLeast(v: Tensor, eps: number): Tensor {
  return customVjp({
    name: 'gaussianNll',
    forward: (x: Tensor) => [maximum(x, eps) as Tensor, null],
    backward: (_, dValue) => [dValue],
  })(v);
}
