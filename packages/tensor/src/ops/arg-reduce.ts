// Positions of extremes: integer results, no gradient.
import { bytesPerElement, type DType } from '../dtype.ts';
import { scratch } from '../engine/scratch.ts';
import { getThreads } from '../engine/threads/parallel.ts';
import { normalizeAxes } from '../layout.ts';
import { naiveArgReduce } from '../naive/reduce.ts';
import type { Check, Ok, Reduce, Shape } from '../shape-types.ts';
import { allocate, heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { requireOptions, requireTensor } from './argument-checks.ts';
import { forParts, rowParts } from './long-row.ts';
import { planReduction, type ReductionPlan, requireElements } from './reduction-plan.ts';
import { reduceRanges } from './reduction-ranges.ts';

type ArgKernel = 'argmax_f32' | 'argmax_f64' | 'argmin_f32' | 'argmin_f64';

interface ArgLoops {
  readonly better: (a: number, b: number) => boolean;
  readonly kernels: Partial<Record<DType, ArgKernel>>;
}

const argmaxLoops: ArgLoops = {
  better: (a, b) => a > b,
  kernels: { float32: 'argmax_f32', float64: 'argmax_f64' },
};
const argminLoops: ArgLoops = {
  better: (a, b) => a < b,
  kernels: { float32: 'argmin_f32', float64: 'argmin_f64' },
};

interface ArgOptions {
  readonly axis?: number | undefined;
  readonly keepDims?: boolean;
}

function runKernel(loops: ArgLoops, kernel: ArgKernel, out: Tensor, plan: ReductionPlan): void {
  const { source, outer, n, inner } = plan;
  const width = bytesPerElement(source.dtype);
  const [to, from] = [out.address, source.address];
  const parts = inner === 1 && outer < getThreads() ? rowParts(n, 1) : [];
  if (parts.length > 1) for (let row = 0; row < outer; row++) argReduceRow(loops, kernel, out, source, row, parts);
  else reduceRanges({ kernel, to, from, toWidth: 4, width, toRow: inner, outer, n, inner });
}

/** The best of the best of every part of a row, the first of equals. */
function argReduceRow(
  { better }: ArgLoops,
  kernel: ArgKernel,
  out: Tensor,
  x: Tensor,
  row: number,
  parts: readonly number[],
): void {
  const [found, n] = [scratch(parts.length * 4), parts.reduce((total, size) => total + size)];
  const [width, values, from] = [bytesPerElement(x.dtype), heapArray(x.dtype), heapIndex(x) + row * n];
  forParts(kernel, parts, (start, size, i) => [found + 4 * i, (from + start) * width, 1, size, 1, 1]);
  const indices = heapArray('int32');
  let best = indices[found / 4];
  let start = parts[0];
  for (let i = 1; i < parts.length && !Number.isNaN(values[from + best]); i++) {
    const candidate = start + indices[found / 4 + i];
    const value = values[from + candidate];
    if (better(value, values[from + best]) || Number.isNaN(value)) best = candidate;
    start += parts[i];
  }
  indices[heapIndex(out) + row] = best;
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
  if (kernel !== undefined) runKernel(loops, kernel, out, plan);
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
