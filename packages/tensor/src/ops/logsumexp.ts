import { floatType } from '../dtype.ts';
import { forRanges, rowGrain } from '../engine/threads/parallel.ts';
import { normalizeAxes } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Axes, Check, Ok, Reduce, Shape } from '../shape-types.ts';
import { allocate, heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { requireOptions, requireTensor } from './argument-checks.ts';
import { cast } from './cast.ts';
import type { ReductionOptions, ReductionParams } from './reduce.ts';
import { planReduction } from './reduction-plan.ts';

/** ln Σ e^x of [outer, n, inner] over n, by the definition shifted by the maximum. */
function naiveLogsumexp(out: Tensor, x: Tensor, outer: number, n: number, inner: number): void {
  const target = heapArray(out.dtype);
  const source = heapArray(x.dtype);
  const to = heapIndex(out);
  const from = heapIndex(x);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = from + o * n * inner + i;
      let top = -Infinity;
      for (let k = 0; k < n; k++) top = Math.max(top, source[start + k * inner]);
      let total = 0;
      for (let k = 0; k < n; k++) total += Math.exp(source[start + k * inner] - top);
      target[to + o * inner + i] = Number.isFinite(top) ? top + Math.log(total) : top;
    }
  }
}

export const logsumexpPrimitive = definePrimitive(
  'logsumexp',
  ([x]: [Tensor], { axes, keepDims }: ReductionParams): [Tensor] => {
    const plan = planReduction(x, axes, keepDims);
    const { source, outer, n, inner } = plan;
    const out = allocate<Shape>(plan.shape, x.dtype);
    if (x.dtype === 'float32' && inner === 1) {
      const [to, from] = [out.address, source.address];
      forRanges('logsumexp_f32', outer, { grain: rowGrain(n) }, (i, count) => [to + 4 * i, from + 4 * i * n, count, n]);
    } else naiveLogsumexp(out, source, outer, n, inner);
    plan.release();
    return [out];
  },
);

/**
 * ln Σ e^x over one, several or all axes, shifted by the largest element so that nothing overflows.
 *
 * @shape x [...] → [...] without (or, with keepDims, with size 1 for) the reduced axes
 * @throws {ShapeError} when an axis is out of range or named twice
 * @special nothing → −Inf; any Inf → Inf; NaN propagates
 * @example
 * logsumexp(tensor([1000, 1000])).item() // => 1000.6931762695312
 */
export function logsumexp<A extends Shape, const Ax extends Axes = undefined, K extends boolean = false>(
  x: Tensor<A>,
  options?: { readonly axis?: Check<Ax, Reduce<A, Ax, K, 'logsumexp'>>; readonly keepDims?: K },
): Tensor<Ok<Reduce<A, Ax, K, 'logsumexp'>>>;
export function logsumexp(x: Tensor, options: ReductionOptions = {}): Tensor {
  requireTensor('logsumexp', x);
  requireOptions('logsumexp', options, '{ axis: 0 }');
  const axes = normalizeAxes('logsumexp', options.axis, x.shape);
  return apply(logsumexpPrimitive, [cast(x, floatType(x.dtype))], { axes, keepDims: options.keepDims ?? false })[0];
}
