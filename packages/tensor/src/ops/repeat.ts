// Elements and whole arrays several times over: a stretched view, copied by the reshape behind it.
import { describeValue, ShapeError } from '../errors.ts';
import { normalizeAxis } from '../layout.ts';
import type { Check, Ok, Resize, Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireList, requireTensor } from './argument-checks.ts';
import { expand } from './expand.ts';
import { reshape } from './reshape.ts';

/**
 * Every element `times` times in a row along an axis, as numpy.repeat.
 *
 * @shape x [2, 3], 4 times, axis 0 → [8, 3]
 * @throws {ShapeError} when there is no such axis, or `times` is not a whole number ≥ 0
 * @example
 * repeat(tensor([1, 2]), 3).toArray() // => [1, 1, 1, 2, 2, 2]
 */
export function repeat<S extends Shape, const Ax extends number = 0>(
  x: Tensor<S>,
  times: number,
  axis?: Check<Ax, Resize<S, Ax, number, 'repeat'>>,
): Tensor<Ok<Resize<S, Ax, number, 'repeat'>>>;
export function repeat(x: Tensor, times: number, axis = 0): Tensor {
  const along = normalizeAxis('repeat', axis, x.shape);
  checkTimes('repeat', x, times);
  const before = x.shape.slice(0, along + 1);
  const after = x.shape.slice(along + 1);
  const spread: Tensor = expand(reshape(x, [...before, 1, ...after]), [...before, times, ...after]);
  return reshape(spread, [...before.slice(0, -1), before[along] * times, ...after]);
}

/**
 * The whole array side by side with itself, as numpy.tile: `repeats` counts for the last axes, 1 for those left out; more
 * counts than axes make new axes on the left.
 *
 * @shape x [2, 3], [4, 5] → [8, 15]
 * @throws {ShapeError} when a count is not a whole number ≥ 0
 * @example
 * tile(tensor([1, 2]), [2]).toArray() // => [1, 2, 1, 2]
 * tile(tensor([1, 2]), [2, 1]).toArray() // => [[1, 2], [1, 2]]
 */
export function tile(x: Tensor, repeats: readonly number[]): Tensor {
  requireTensor('tile', x);
  requireList('tile', 'repeats', repeats);
  for (const times of repeats) checkTimes('tile', x, times);
  const rank = Math.max(x.rank, repeats.length);
  const sizes = [...new Array<number>(rank - x.rank).fill(1), ...x.shape];
  const counts = [...new Array<number>(rank - repeats.length).fill(1), ...repeats];
  const single: Shape = sizes.flatMap((n) => [1, n]);
  const spread: Shape = sizes.flatMap((n, axis) => [counts[axis], n]);
  return reshape(
    expand(reshape(x, single) as Tensor, spread) as Tensor,
    sizes.map((n, axis) => n * counts[axis]),
  );
}

function checkTimes(op: string, x: Tensor, times: number): void {
  if (!Number.isInteger(times) || times < 0) {
    throw new ShapeError({
      op,
      problem: `${describeValue(times)} is not a whole number ≥ 0 of repetitions`,
      shapes: [x.shape],
    });
  }
}
