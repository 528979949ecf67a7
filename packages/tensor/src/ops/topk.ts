import { ShapeError } from '../errors.ts';
import { normalizeAxis } from '../layout.ts';
import type { Tensor } from '../tensor.ts';
import { contiguous } from './copy.ts';
import { gather } from './gather.ts';
import { slice } from './slice.ts';
import { argsortAs } from './sort.ts';

export interface TopkOptions {
  /** The axis along which to look, the last one unless given. */
  readonly axis?: number;
  /** The largest elements (the default) or, if false, the smallest. */
  readonly largest?: boolean;
}

export interface Topk {
  readonly values: Tensor;
  /** Where along the axis the values lie, int32. */
  readonly indices: Tensor;
}

/**
 * The k largest elements along an axis, largest first, and where they are; of equal elements the first.
 *
 * @shape x [..., n, ...] → values and indices [..., k, ...]
 * @throws {ShapeError} when there is no such axis, or k is not in 0 … n
 * @special NaN comes last: it is chosen only when nothing else is left
 * @complexity O(n log n) per row
 * @example
 * topk(tensor([30, 10, 20]), 2).indices.toArray() // => [0, 2]
 */
export function topk(x: Tensor, k: number, { axis = -1, largest = true }: TopkOptions = {}): Topk {
  const along = normalizeAxis('topk', axis, x.shape);
  if (!Number.isInteger(k) || k < 0 || k > x.shape[along]) {
    throw new ShapeError({
      op: 'topk',
      problem: `k = ${k} is not in 0…${x.shape[along]}, the size of axis ${along}`,
      shapes: [x.shape],
      axis: along,
    });
  }
  const order = argsortAs('topk', x, { axis: along, descending: largest });
  const indices: Tensor = contiguous(slice(order, ...new Array<null>(along).fill(null), [0, k]));
  if (indices !== order) order.dispose();
  return { values: gather(x, along, indices), indices };
}
