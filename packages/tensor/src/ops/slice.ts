// Parts of an array by Python's indexing rules: views, nothing is copied.
import { describeValue, IndexError, ShapeError } from '../errors.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { isTensor, type Tensor, viewOf } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { reshapePrimitive } from './reshape.ts';
import type { Slice, SliceIndex, SliceRange } from './slice-types.ts';

/** `size` places from `start` in strides of `step`, all within the axis. */
export interface AxisRange {
  readonly start: number;
  readonly step: number;
  readonly size: number;
}

export interface SliceParams {
  /** One per axis. */
  readonly ranges: readonly AxisRange[];
}

export const slicePrimitive = definePrimitive('slice', ([x]: [Tensor], { ranges }: SliceParams): [Tensor] => {
  return [rangesOf(x, ranges, null)];
});

/** One range per axis of `x`, without the axes that `indices` drop by a number. */
function rangesOf(x: Tensor, ranges: readonly AxisRange[], indices: readonly SliceIndex[] | null): Tensor {
  let offset = x.offset;
  const shape: number[] = [];
  const strides: number[] = [];
  for (let axis = 0; axis < ranges.length; axis++) {
    const { start, step, size } = ranges[axis];
    if (size > 0) offset += start * x.strides[axis];
    if (indices !== null && typeof indices[axis] === 'number') continue;
    shape.push(size);
    strides.push(step * x.strides[axis]);
  }
  return viewOf<Shape>(x, shape, strides, offset);
}

/**
 * Part of `x`, one index per axis from the left, by Python's rules. A view.
 *
 * A number takes one place and drops the axis (negative: from the end); null takes the whole axis; [start, stop] or
 * [start, stop, step], or an object of these names, takes a range, in which null means "as far as it goes", negative
 * ends count from the end, ends beyond the axis are clipped, and a negative step runs backwards; '...' stands for the
 * whole axes that are left, as does saying nothing at the end.
 *
 * @shape x [5, 6, 7], (0, [1, 4], null) → [3, 7]
 * @throws {IndexError} when a number lies outside its axis, or a step is 0
 * @throws {ShapeError} when there are more indices than axes
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * slice(x, 1).toArray() // => [4, 5, 6]
 * slice(x, null, -1).toArray() // => [3, 6]
 * slice(x, '...', { step: -1 }).toArray() // => [[3, 2, 1], [6, 5, 4]]
 * slice(x, [0, 1], [1, null]).toArray() // => [[2, 3]]
 */
export function slice<S extends Shape, const R extends readonly SliceIndex[]>(
  x: Tensor<S>,
  ...indices: R
): Tensor<Slice<S, R>>;
export function slice(x: Tensor, ...indices: readonly SliceIndex[]): Tensor {
  requireTensor('slice', x);
  const perAxis = spread(x.shape, indices);
  const ranges: AxisRange[] = [];
  for (let axis = 0; axis < x.rank; axis++) ranges.push(resolveIndex(perAxis[axis], axis, x.shape));
  // Without a gradient to record one view does for the two below.
  if (x.tracer === null) return rangesOf(x, ranges, perAxis);
  const part = apply(slicePrimitive, [x], { ranges })[0];
  const kept = part.shape.filter((_, axis) => typeof perAxis[axis] !== 'number');
  if (kept.length === part.rank) return part;
  return apply(reshapePrimitive, [part], { shape: kept })[0];
}

/** One index per axis, '...' spelled out as nulls; axes not spoken of at the end have none. */
function spread(shape: Shape, indices: readonly SliceIndex[]): readonly Exclude<SliceIndex, '...'>[] {
  const dots = indices.indexOf('...');
  if (dots < 0 && indices.length <= shape.length) return indices as readonly Exclude<SliceIndex, '...'>[];
  const given = indices.filter((index) => index !== '...');
  if (indices.length - given.length > 1) throw new IndexError("slice: '...' may appear only once");
  if (given.length > shape.length) {
    throw new ShapeError({ op: 'slice', problem: `${given.length} indices for rank ${shape.length}`, shapes: [shape] });
  }
  const whole = new Array<null>(shape.length - given.length).fill(null);
  const at = dots < 0 ? given.length : dots;
  return [...given.slice(0, at), ...whole, ...given.slice(at)];
}

function resolveIndex(index: Exclude<SliceIndex, '...'>, axis: number, shape: Shape): AxisRange {
  const size = shape[axis];
  if (index === null || index === undefined) return { start: 0, step: 1, size };
  if (typeof index !== 'number') return resolveRange(asRange(index, axis), axis, size);
  if (!Number.isInteger(index) || index < -size || index >= size) {
    throw new IndexError(
      `slice: index ${index} is out of range for axis ${axis} with size ${size} (shape [${shape.join(', ')}])`,
    );
  }
  return { start: index < 0 ? index + size : index, step: 1, size: 1 };
}

function asRange(index: SliceRange | readonly (number | null)[], axis: number): SliceRange {
  if (typeof index !== 'object' || isTensor(index) || (isTuple(index) && index.length !== 2 && index.length !== 3)) {
    throw new IndexError(
      `slice: the index for axis ${axis} is ${describeValue(index)}, ` +
        'not a number, null, [start, stop], [start, stop, step] or { start, stop, step }; for a list of places see indexSelect',
    );
  }
  if (!isTuple(index)) return index;
  return { start: index[0], stop: index[1], step: index[2] };
}

function isTuple(index: SliceRange | readonly (number | null)[]): index is readonly (number | null)[] {
  return Array.isArray(index);
}

function requireInteger(bound: number | null | undefined, axis: number): void {
  if (bound != null && !Number.isInteger(bound))
    throw new IndexError(`slice: ${describeValue(bound)} is not an integer, in the range for axis ${axis}`);
}

/** Python's slice.indices: where the range starts, and how many places it takes. */
function resolveRange(range: SliceRange, axis: number, size: number): AxisRange {
  const step = range.step ?? 1;
  requireInteger(range.start, axis);
  requireInteger(range.stop, axis);
  requireInteger(step, axis);
  if (step === 0) throw new IndexError(`slice: step 0 in the range for axis ${axis}`);
  // Going backwards, the last place is size − 1 and the end "before place 0" is −1.
  const lowest = step > 0 ? 0 : -1;
  const highest = lowest + size;
  const clip = (bound: number) => Math.min(highest, Math.max(lowest, bound < 0 ? bound + size : bound));
  const start = range.start == null ? (step > 0 ? lowest : highest) : clip(range.start);
  const stop = range.stop == null ? (step > 0 ? highest : lowest) : clip(range.stop);
  return { start, step, size: Math.max(0, Math.ceil((stop - start) / step)) };
}
