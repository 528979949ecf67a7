// Positions of extremes: integer results, no gradient.
import type { DType } from '../dtype.ts';
import { kernels } from '../engine/kernels.ts';
import { normalizeAxes } from '../layout.ts';
import { naiveArgReduce } from '../naive/reduce.ts';
import type { Check, Ok, Reduce, Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireOptions, requireTensor } from './argument-checks.ts';
import { planReduction, requireElements } from './reduction-plan.ts';

interface ArgLoops {
  readonly better: (a: number, b: number) => boolean;
  readonly kernels: Partial<Record<DType, typeof kernels.argmax_f32>>;
}

const argmaxLoops: ArgLoops = {
  better: (a, b) => a > b,
  kernels: { float32: kernels.argmax_f32, float64: kernels.argmax_f64 },
};
const argminLoops: ArgLoops = {
  better: (a, b) => a < b,
  kernels: { float32: kernels.argmin_f32, float64: kernels.argmin_f64 },
};

interface ArgOptions {
  readonly axis?: number | undefined;
  readonly keepDims?: boolean;
}

function argReduce(op: string, loops: ArgLoops, x: Tensor, options: ArgOptions): Tensor {
  requireTensor(op, x);
  requireOptions(op, options, '{ axis: 0 }');
  const { axis, keepDims = false } = options;
  const plan = planReduction(x, normalizeAxes(op, axis, x.shape), keepDims);
  requireElements(op, plan);
  const { source, outer, n, inner } = plan;
  const out = allocate<Shape>(plan.shape, 'int32');
  const kernel = loops.kernels[x.dtype];
  if (kernel !== undefined) kernel(out.address, source.address, outer, n, inner);
  else naiveArgReduce(loops.better, out, source, outer, n, inner);
  plan.release();
  return out;
}

/**
 * Index of the largest element along an axis, or in the flattened array; the first one where several are largest.
 *
 * @shape x [...] → [...] without the axis, int32
 * @throws {ShapeError} when the axis is out of range or there are no elements
 * @special the first NaN counts as largest
 * @example
 * argmax(tensor([[1, 5, 5], [7, 2, 0]]), { axis: 1 }).toArray() // => [1, 0]
 */
export function argmax<A extends Shape, const Ax extends number | undefined = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'argmax'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'argmax'>>>;
export function argmax(x: Tensor, options: ArgOptions = {}): Tensor {
  return argReduce('argmax', argmaxLoops, x, options);
}

/**
 * Index of the smallest element along an axis, or in the flattened array; the first one where several are smallest.
 *
 * @shape x [...] → [...] without the axis, int32
 * @throws {ShapeError} when the axis is out of range or there are no elements
 * @special the first NaN counts as smallest
 * @example
 * argmin(tensor([3, 1, 2])).item() // => 1
 */
export function argmin<A extends Shape, const Ax extends number | undefined = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'argmin'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'argmin'>>>;
export function argmin(x: Tensor, options: ArgOptions = {}): Tensor {
  return argReduce('argmin', argminLoops, x, options);
}
