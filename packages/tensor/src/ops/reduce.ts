// Reductions over one, several or all axes.
import { bytesPerElement, type DType, floatType, isFloat } from '../dtype.ts';
import { kernels } from '../engine/kernels.ts';
import { scratch } from '../engine/scratch.ts';
import { getThreads, type KernelWith } from '../engine/threads/parallel.ts';
import { normalizeAxes } from '../layout.ts';
import { naiveReduce } from '../naive/reduce.ts';
import { apply, definePrimitive, type Primitive } from '../primitive.ts';
import type { Axes, Check, Ok, Reduce, Shape } from '../shape-types.ts';
import { allocate, type Tensor } from '../tensor.ts';
import { requireOptions, requireTensor } from './argument-checks.ts';
import { div, sub } from './binary.ts';
import { cast } from './cast.ts';
import { forParts, rowParts } from './long-row.ts';
import { planReduction, type ReductionPlan, requireElements } from './reduction-plan.ts';
import { reduceRanges } from './reduction-ranges.ts';
import { sqrt, square } from './unary.ts';

/** Normalised and sorted axes. */
export interface ReductionParams {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** The options of every reduction, before normalisation. */
export interface ReductionOptions {
  /** Axis or axes to reduce, negative from the end; default all. */
  readonly axis?: Axes;
  /** Keep reduced axes with size 1, so that the result broadcasts against the input; default false. */
  readonly keepDims?: boolean;
}

export type ReductionPrimitive<N extends string> = Primitive<N, [Tensor], ReductionParams, [Tensor]>;

interface ReductionLoops {
  readonly fold: (total: number, value: number) => number;
  readonly start: number;
  /** Whether reducing no elements gives `start` (sum, prod) or is an error (max, min). */
  readonly neutral: boolean;
  readonly kernels: Partial<Record<DType, KernelWith<7>>>;
}

/** Elements of a row that the kernels reduce without halving it. */
const rowBlock = 256;
const columnScratch = kernels.reduceScratch();

function runKernel(kernel: KernelWith<7>, out: Tensor, { source, outer, n, inner }: ReductionPlan): void {
  const width = bytesPerElement(out.dtype);
  const [to, from] = [out.address, source.address];
  const parts = inner === 1 && outer < getThreads() ? rowParts(n, rowBlock) : [];
  if (parts.length > 1) {
    for (let row = 0; row < outer; row++) reduceRow(kernel, to + row * width, from + row * n * width, width, parts);
    return;
  }
  const scratchBytes = inner === 1 ? 0 : columnScratch;
  reduceRanges({ kernel, to, from, toWidth: width, width, toRow: inner, outer, n, inner, scratchBytes });
}

function reduceRow(kernel: KernelWith<7>, to: number, from: number, width: number, parts: readonly number[]): void {
  const found = scratch(parts.length * width);
  forParts(kernel, parts, (start, size, i) => [found + i * width, from + start * width, 1, size, 1, 1, 0]);
  for (let pairs = parts.length / 2; pairs >= 1; pairs /= 2)
    kernels[kernel](pairs === 1 ? to : found, found, pairs, 2, 1, 1, 0);
}

function defineReduction<const N extends string>(name: N, loops: ReductionLoops): ReductionPrimitive<N> {
  return definePrimitive(name, ([x]: [Tensor], { axes, keepDims }: ReductionParams): [Tensor] => {
    const plan = planReduction(x, axes, keepDims);
    if (!loops.neutral) requireElements(name, plan);
    const { source, outer, n, inner } = plan;
    const out = allocate<Shape>(plan.shape, x.dtype);
    const kernel = loops.kernels[x.dtype];
    if (kernel !== undefined) runKernel(kernel, out, plan);
    else naiveReduce(loops.fold, loops.start, out, source, outer, n, inner);
    plan.release();
    return [out];
  });
}

export const sumPrimitive = defineReduction('sum', {
  fold: (total, value) => total + value,
  start: 0,
  neutral: true,
  kernels: { float32: 'sum_f32', float64: 'sum_f64' },
});
export const prodPrimitive = defineReduction('prod', {
  fold: Math.imul, // floats have kernels; integers wrap, and in float64 their low bits would be lost above 2⁵³
  start: 1,
  neutral: true,
  kernels: { float32: 'prod_f32', float64: 'prod_f64' },
});
export const maxPrimitive = defineReduction('max', {
  fold: Math.max,
  start: -Infinity,
  neutral: false,
  kernels: { float32: 'max_f32', float64: 'max_f64' },
});
export const minPrimitive = defineReduction('min', {
  fold: Math.min,
  start: Infinity,
  neutral: false,
  kernels: { float32: 'min_f32', float64: 'min_f64' },
});

function reduce(primitive: ReductionPrimitive<string>, x: Tensor, options: ReductionOptions): Tensor {
  requireReducible(primitive.name, x, options);
  return apply(primitive, [x], {
    axes: normalizeAxes(primitive.name, options.axis, x.shape),
    keepDims: options.keepDims ?? false,
  })[0];
}

function requireReducible(op: string, x: Tensor, options: ReductionOptions): void {
  requireTensor(op, x);
  requireOptions(op, options, '{ axis: 0 }');
}

/** Sums of small integers are counted in int32. */
function counted(x: Tensor): Tensor {
  return x?.dtype === 'bool' || x?.dtype === 'uint8' ? cast(x, 'int32') : x;
}

/** How many elements of `x` one element of a reduction over `axis` stands for. */
function elementsReduced(op: string, x: Tensor, axis: Axes): number {
  return normalizeAxes(op, axis, x.shape).reduce((n, a) => n * x.shape[a], 1);
}

/**
 * Sum over one, several or all axes.
 *
 * Floats are summed in fixed blocks that are combined pairwise, so the rounding error grows with log n rather than n.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes
 * @throws {ShapeError} when an axis is out of range or named twice
 * @special nothing → 0; bool and uint8 sum as int32
 * @example
 * sum(tensor([[1, 2], [3, 4]]), { axis: 0 }).toArray() // => [4, 6]
 */
export function sum<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'sum'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'sum'>>>;
export function sum(x: Tensor, options: ReductionOptions = {}): Tensor {
  return reduce(sumPrimitive, counted(x), options);
}

/**
 * Product over one, several or all axes.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes
 * @throws {ShapeError} when an axis is out of range or named twice
 * @special nothing → 1; bool and uint8 multiply as int32
 * @example
 * prod(tensor([2, 3, 4])).item() // => 24
 */
export function prod<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'prod'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'prod'>>>;
export function prod(x: Tensor, options: ReductionOptions = {}): Tensor {
  return reduce(prodPrimitive, counted(x), options);
}

/**
 * Largest element over one, several or all axes. Where several are largest they share the gradient evenly.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes
 * @throws {ShapeError} when an axis is out of range or there are no elements
 * @special NaN propagates
 * @example
 * max(tensor([[1, 5], [7, 2]]), { axis: 1 }).toArray() // => [5, 7]
 */
export function max<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'max'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'max'>>>;
export function max(x: Tensor, options: ReductionOptions = {}): Tensor {
  return reduce(maxPrimitive, x, options);
}

/**
 * Smallest element over one, several or all axes. Where several are smallest they share the gradient evenly.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes
 * @throws {ShapeError} when an axis is out of range or there are no elements
 * @special NaN propagates
 * @example
 * min(tensor([[1, 5], [7, 2]]), { axis: 1 }).toArray() // => [1, 2]
 */
export function min<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'min'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'min'>>>;
export function min(x: Tensor, options: ReductionOptions = {}): Tensor {
  return reduce(minPrimitive, x, options);
}

/**
 * Arithmetic mean (1/n) Σ x over one, several or all axes; integers average as float32.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes
 * @throws {ShapeError} when an axis is out of range or named twice
 * @special nothing → NaN
 * @example
 * mean(tensor([1, 2, 6])).item() // => 3
 */
export function mean<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'mean'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'mean'>>>;
export function mean(x: Tensor, options: ReductionOptions = {}): Tensor {
  requireReducible('mean', x, options);
  const values = isFloat(x.dtype) ? x : cast(x, floatType(x.dtype));
  return div(reduce(sumPrimitive, values, options), elementsReduced('mean', x, options.axis));
}

/**
 * Variance Σ(x − x̄)² / (n − ddof) over one, several or all axes, from deviations so that a large mean costs no digits.
 *
 * `var` is a reserved word in JavaScript; as a method it is `x.var()`.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes
 * @param ddof 0 (default, as in NumPy) for the population, 1 for the unbiased estimate from a sample
 * @throws {ShapeError} when an axis is out of range or named twice
 * @special n ≤ ddof → NaN
 * @example
 * variance(tensor([1, 2, 3, 4]), { ddof: 1 }).item() // => 1.6666666269302368
 */
export function variance<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'var'>>; readonly keepDims?: K; readonly ddof?: number },
): Tensor<Ok<Reduce<A, Ax, K, 'var'>>>;
export function variance(x: Tensor, options: ReductionOptions & { readonly ddof?: number } = {}): Tensor {
  requireReducible('var', x, options);
  const center = mean(x, { axis: options.axis, keepDims: true } as ReductionOptions);
  const squares = square(sub(x as Tensor, center));
  const freedom = elementsReduced('var', x, options.axis) - (options.ddof ?? 0);
  return div(reduce(sumPrimitive, squares, options), freedom > 0 ? freedom : Number.NaN);
}

/**
 * Standard deviation √(Σ(x − x̄)² / (n − ddof)) over one, several or all axes: the root of `variance`.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes
 * @param ddof 0 (default, as in NumPy) for the population, 1 for the unbiased variance of a sample
 * @throws {ShapeError} when an axis is out of range or named twice
 * @special n ≤ ddof → NaN
 * @example
 * std(tensor([1, 3, 1, 3])).item() // => 1
 */
export function std<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'std'>>; readonly keepDims?: K; readonly ddof?: number },
): Tensor<Ok<Reduce<A, Ax, K, 'std'>>>;
export function std(x: Tensor, options: ReductionOptions & { readonly ddof?: number } = {}): Tensor {
  requireReducible('std', x, options);
  normalizeAxes('std', options.axis, x.shape); // so that the error names this operation
  return sqrt(variance(x, options as { ddof?: number }) as Tensor);
}
