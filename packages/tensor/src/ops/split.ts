import { ShapeError } from '../errors.ts';
import { normalizeAxis } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Check, Ok, Resize, Shape } from '../shape-types.ts';
import { type Tensor, viewOf } from '../tensor.ts';
import { requireList, requireTensor } from './argument-checks.ts';

export interface SplitParams {
  readonly axis: number;
  readonly sizes: readonly number[];
}

/** One primitive with as many outputs as parts, so that the gradients are put together once. */
export const splitPrimitive = definePrimitive('split', ([x]: [Tensor], { axis, sizes }: SplitParams): Tensor[] => {
  let start = 0;
  return sizes.map((size) => {
    const offset = x.offset + start * x.strides[axis];
    start += size;
    return viewOf(x, x.shape.with(axis, size), x.strides, offset);
  });
});

/**
 * `x` cut along an axis into that many equal parts, or into parts of the given sizes; `concat` puts them together again.
 * The parts are views.
 *
 * @shape x [6, 4], 3, axis 0 → 3 × [2, 4]
 * @throws {ShapeError} when the axis cannot be cut into that many equal parts, or the sizes do not add up to it
 * @example
 * split(arange(6), 3).map((part) => part.toArray()) // => [[0, 1], [2, 3], [4, 5]]
 * split(arange(6), [1, 5]).map((part) => part.toArray()) // => [[0], [1, 2, 3, 4, 5]]
 */
export function split<S extends Shape, const Ax extends number = 0>(
  x: Tensor<S>,
  parts: number | readonly number[],
  axis?: Check<Ax, Resize<S, Ax, number, 'split'>>,
): Tensor<Ok<Resize<S, Ax, number, 'split'>>>[];
export function split(x: Tensor, parts: number | readonly number[], axis = 0): Tensor[] {
  requireTensor('split', x);
  const along = normalizeAxis('split', axis, x.shape);
  if (typeof parts !== 'number') requireList('split', 'parts', parts);
  const n = x.shape[along];
  const sizes = typeof parts === 'number' ? equalParts(x, along, parts) : parts;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total !== n || sizes.some((size) => !Number.isInteger(size) || size < 0)) {
    throw new ShapeError({
      op: 'split',
      problem: `sizes [${sizes.join(', ')}] do not add up to axis ${along} of size ${n}`,
      shapes: [x.shape],
      axis: along,
    });
  }
  return apply(splitPrimitive, [x], { axis: along, sizes });
}

function equalParts(x: Tensor, along: number, parts: number): number[] {
  const n = x.shape[along];
  if (!Number.isInteger(parts) || parts < 1 || n % parts !== 0) {
    throw new ShapeError({
      op: 'split',
      problem: `axis ${along} of size ${n} does not split into ${parts} equal parts`,
      shapes: [x.shape],
      axis: along,
    });
  }
  return new Array<number>(parts).fill(n / parts);
}
