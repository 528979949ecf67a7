// Elements chosen by a list of ids or by a mask; recorded as gathers.

import { ShapeError } from '../errors.ts';
import { normalizeAxis, sameShape } from '../layout.ts';
import type { Check, CountOf, Ok, Resize, Shape } from '../shape-types.ts';
import { allocate, heapArray, heapIndex, heapView, isTensor, type Tensor } from '../tensor.ts';
import { requireList, requireTensor, requireTensors } from './argument-checks.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';
import { fromValues } from './creation.ts';
import { expand } from './expand.ts';
import { gather } from './gather.ts';
import { checkIds, checkIndexType, outOfRange } from './gather-index.ts';
import { flatten, reshape } from './reshape.ts';

/**
 * The slices of `x` along an axis that a list of ids names, in that order; ids may repeat.
 *
 * out[i, j, k] = x[i, ids[j], k] for axis 1
 *
 * @shape x [d₀, …, n, …], ids [m] → [d₀, …, m, …]
 * @param ids int32 or uint8 tensor, or plain numbers, 0 ≤ id < n
 * @throws {ShapeError} when `ids` has not exactly one axis, or `x` has no such axis
 * @throws {IndexError} when an id lies outside the axis; negative ones do
 * @example
 * indexSelect(tensor([[1, 2], [3, 4]]), 0, [1, 1, 0]).toArray() // => [[3, 4], [3, 4], [1, 2]]
 */
export function indexSelect<S extends Shape, const Ax extends number, const I extends Tensor | readonly number[]>(
  x: Tensor<S>,
  axis: Check<Ax, Resize<S, Ax, CountOf<I>, 'indexSelect'>>,
  ids: I,
): Tensor<Ok<Resize<S, Ax, CountOf<I>, 'indexSelect'>>>;
export function indexSelect(x: Tensor, axis: number, ids: Tensor | readonly number[]): Tensor {
  requireTensor('indexSelect', x);
  const along = normalizeAxis('indexSelect', axis, x.shape);
  const list = isTensor(ids) ? ids : idTensor(ids, along, x.shape);
  checkIndexType('indexSelect', list);
  if (list.rank !== 1)
    throw new ShapeError({ op: 'indexSelect', problem: 'ids must have one axis', shapes: [x.shape, list.shape] });
  checkIds('indexSelect', list, along, x.shape);
  const to = x.shape.map((n, i) => (i === along ? list.size : n));
  const column = reshape(
    list,
    x.shape.map((_, i) => (i === along ? list.size : 1)),
  );
  return gather(x, along, expand(column as Tensor, to as Shape));
}

/** Ids as a tensor, checked while they are numbers: as int32 a fraction would be cut off and a large one wrap. */
function idTensor(ids: readonly number[], axis: number, shape: Shape): Tensor {
  requireList('indexSelect', 'ids', ids);
  for (const id of ids)
    if (!Number.isInteger(id) || id < 0 || id >= shape[axis]) throw outOfRange('indexSelect', id, axis, shape);
  return fromValues(ids, [ids.length], 'int32');
}

/**
 * The elements of `x` where the mask holds, in row-major order.
 *
 * @shape x [...], mask [...] (the same) → [how many hold]
 * @throws {ShapeError} when the shapes differ
 * @example
 * maskedSelect(tensor([1, 2, 3]), tensor([true, false, true])).toArray() // => [1, 3]
 */
export function maskedSelect(x: Tensor, mask: Tensor): Tensor<[number]> {
  requireTensors('maskedSelect', [x, mask]);
  if (!sameShape(x.shape, mask.shape))
    throw new ShapeError({ op: 'maskedSelect', problem: 'shapes differ', shapes: [x.shape, mask.shape] });
  return gather(flatten(x), 0, placesOf(mask));
}

/** Row-major positions of the elements that are not 0, int32. */
function placesOf(mask: Tensor): Tensor<[number]> {
  const flags = rowMajor(cast(mask, 'bool'));
  let count = 0;
  for (const flag of heapView(flags)) count += flag;
  const places = allocate<[number]>([count], 'int32');
  const target = heapView(places);
  let next = 0;
  heapView(flags).forEach((flag, i) => {
    if (flag !== 0) target[next++] = i;
  });
  return places;
}

/**
 * Where the elements that are not 0 lie: one row of indices for each, in row-major order, int32.
 *
 * @shape x [d₀, d₁, …] → [how many, rank]
 * @special NaN counts as not 0
 * @example
 * nonzero(tensor([[0, 5], [6, 0]])).toArray() // => [[0, 1], [1, 0]]
 */
export function nonzero(x: Tensor): Tensor<[number, number]> {
  const places = placesOf(x);
  const out = allocate<[number, number]>([places.size, x.rank], 'int32');
  const target = heapArray('int32');
  const to = heapIndex(out);
  heapView(places).forEach((place, row) => {
    let rest = place;
    for (let axis = x.rank - 1; axis >= 0; axis--) {
      target[to + row * x.rank + axis] = rest % x.shape[axis];
      rest = Math.floor(rest / x.shape[axis]);
    }
  });
  places.dispose();
  return out;
}
