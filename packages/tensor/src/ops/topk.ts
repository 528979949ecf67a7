import { ShapeError } from '../errors.ts';
import { normalizeAxis } from '../layout.ts';
import type { Check, Ok, Resize, Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireOptions, requireTensor } from './argument-checks.ts';
import { gather } from './gather.ts';
import { type Keys, stableOrder } from './sort-order.ts';
import { pickFromRows } from './sort-rows.ts';
import { smallestPlaces } from './topk-select.ts';

export interface TopkOptions<Ax = number> {
  /** The axis along which to look, the last one unless given. */
  readonly axis?: Ax;
  /** The largest elements (the default) or, if false, the smallest. */
  readonly largest?: boolean;
}

export interface Topk<S extends Shape = Shape> {
  readonly values: Tensor<S>;
  /** Where along the axis the values lie, int32. */
  readonly indices: Tensor<S>;
}

/**
 * The k largest elements along an axis, largest first, and where they are; of equal elements the first.
 *
 * @shape x [..., n, ...] → values and indices [..., k, ...]
 * @throws {ShapeError} when there is no such axis, or k is not in 0 … n
 * @special NaN comes last: it is chosen only when nothing else is left
 * @complexity O(n + k·log k·log(n/k)) per row in random order, O(n log k) at worst
 * @example
 * topk(tensor([30, 10, 20]), 2).indices.toArray() // => [0, 2]
 */
export function topk<S extends Shape, const K extends number, const Ax extends number = -1>(
  x: Tensor<S>,
  k: K,
  options?: TopkOptions<Check<Ax, Resize<S, Ax, K, 'topk'>>>,
): Topk<Ok<Resize<S, Ax, K, 'topk'>>>;
export function topk(x: Tensor, k: number, options: TopkOptions = {}): Topk {
  requireTensor('topk', x);
  requireOptions('topk', options, '{ axis: 0 }');
  const { axis = -1, largest = true } = options;
  const along = normalizeAxis('topk', axis, x.shape);
  if (!Number.isInteger(k) || k < 0 || k > x.shape[along]) {
    throw new ShapeError({
      op: 'topk',
      problem: `k = ${k} is not in 0…${x.shape[along]}, the size of axis ${along}`,
      shapes: [x.shape],
      axis: along,
    });
  }
  const indices = pickFromRows(x, along, k, largest, (keys) => firstPlaces(keys, k));
  return { values: gather(x, along, indices), indices };
}

/** Above this share of the row, sorting all of it costs less than selecting. */
const selectShare = 1 / 8;

function firstPlaces(keys: Keys, k: number): Int32Array {
  if (k > keys.length * selectShare) return stableOrder(keys).subarray(0, k);
  // In order of position, so that the stable sort leaves equal elements in theirs.
  const places = smallestPlaces(keys, k).sort();
  const order = stableOrder(Float64Array.from(places, (place) => keys[place]));
  return order.map((i) => places[i]);
}
