// Whether some or all elements are true, and whether numbers agree: bool results, no gradient.
import { normalizeAxes } from '../layout.ts';
import type { Axes, Broadcast, Check, Ok, Reduce, Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { requireOptions, requireTensor } from './argument-checks.ts';
import { compare, equal, greater, notEqual } from './compare.ts';
import { type ReductionOptions, sum } from './reduce.ts';

/** How many elements of a reduction are not 0, int32. */
function countTrue(op: string, x: Tensor, options: ReductionOptions): Tensor {
  requireTensor(op, x);
  requireOptions(op, options, '{ axis: 0 }');
  normalizeAxes(op, options.axis, x.shape); // so that the error names this operation
  const isTrue = x.dtype === 'bool' ? x : notEqual(x, 0);
  return sum(isTrue as Tensor, options as { axis?: undefined });
}

/**
 * Whether any element over one, several or all axes is true. Anything but 0 counts as true.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes, bool
 * @throws {ShapeError} when an axis is out of range or named twice
 * @special nothing → false; NaN is true
 * @example
 * any(tensor([[0, 0], [0, 2]]), { axis: 1 }).toArray() // => [false, true]
 */
export function any<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'any'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'any'>>>;
export function any(x: Tensor, options: ReductionOptions = {}): Tensor {
  return greater(countTrue('any', x, options), 0);
}

/**
 * Whether all elements over one, several or all axes are true. Anything but 0 counts as true.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes, bool
 * @throws {ShapeError} when an axis is out of range or named twice
 * @special nothing → true; NaN is true
 * @example
 * all(tensor([[1, 0], [3, 2]]), { axis: 1 }).toArray() // => [false, true]
 */
export function all<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'all'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'all'>>>;
export function all(x: Tensor, options: ReductionOptions = {}): Tensor {
  const count = countTrue('all', x, options);
  const reduced = normalizeAxes('all', options.axis, x.shape).reduce((n, axis) => n * x.shape[axis], 1);
  return equal(count, reduced);
}

export interface CloseOptions {
  /** Allowed error relative to |b|; default 1e-5. */
  readonly rtol?: number;
  /** Allowed absolute error; default 1e-8. */
  readonly atol?: number;
  /** Whether NaN agrees with NaN; default false. */
  readonly equalNaN?: boolean;
}

/**
 * Where |a − b| ≤ atol + rtol·|b|, with NumPy broadcasting.
 *
 * @shape a [...], b [...] → broadcast of both, bool
 * @throws {ShapeError} when the shapes do not broadcast
 * @special an infinity agrees with itself only, NaN with nothing unless `equalNaN`
 * @reference agrees with numpy.isclose
 * @example
 * isclose(tensor([1, 2]), tensor([1.000001, 2.1])).toArray() // => [true, false]
 */
export function isclose<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'isclose'>>,
  options?: CloseOptions,
): Tensor<Ok<Broadcast<A, B, 'isclose'>>>;
export function isclose(a: Tensor | number, b: Tensor | number, options: CloseOptions = {}): Tensor {
  requireOptions('isclose', options, '{ rtol: 1e-3 }');
  const { rtol = 1e-5, atol = 1e-8, equalNaN = false } = options;
  const naive = (x: number, y: number) => {
    if (x === y || (equalNaN && Number.isNaN(x) && Number.isNaN(y))) return 1;
    return Number(Number.isFinite(x) && Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y));
  };
  return compare('isclose', { naive }, a, b);
}

/**
 * Whether a and b agree everywhere, as by `isclose`.
 *
 * @throws {ShapeError} when the shapes do not broadcast
 * @reference agrees with numpy.allclose
 * @example
 * allclose(tensor([1, 2]).div(3).mul(3), tensor([1, 2])) // => true
 */
export function allclose<A extends Shape = [], B extends Shape = []>(
  a: number | Tensor<A>,
  b: Check<number | Tensor<B>, Broadcast<A, B, 'isclose'>>,
  options?: CloseOptions,
): boolean;
export function allclose(a: Tensor | number, b: Tensor | number, options: CloseOptions = {}): boolean {
  return tidy(() => all(isclose(a as Tensor, b as Tensor, options)).item() === 1);
}
