// Order along an axis. NaN counts as larger than every number going up, and still comes last going down.
import { normalizeAxis } from '../layout.ts';
import type { Shape } from '../shape-types.ts';
import type { Tensor } from '../tensor.ts';
import { requireOptions, requireTensor } from './argument-checks.ts';
import { gather } from './gather.ts';
import { stableOrder } from './sort-order.ts';
import { pickFromRows } from './sort-rows.ts';

export interface SortOptions {
  /** The axis along which to sort, the last one unless given. */
  readonly axis?: number;
  /** Largest first; false unless given. */
  readonly descending?: boolean;
}

/**
 * The indices that sort `x` along an axis, int32. Stable: equal elements keep their order, in both directions.
 *
 * @shape x [...] → [...]
 * @throws {ShapeError} when there is no such axis
 * @special NaN comes last, in both directions; −0 and 0 are equal
 * @complexity O(n log n) per row, O(n) for long ones
 * @example
 * argsort(tensor([30, 10, 20])).toArray() // => [1, 2, 0]
 */
export function argsort<S extends Shape>(x: Tensor<S>, options?: SortOptions): Tensor<S>;
export function argsort(x: Tensor, options: SortOptions = {}): Tensor {
  return orderRows('argsort', x, options);
}

function orderRows(op: string, x: Tensor, options: SortOptions): Tensor {
  requireTensor(op, x);
  requireOptions(op, options, '{ axis: 0, descending: true }');
  const { axis = -1, descending = false } = options;
  const along = normalizeAxis(op, axis, x.shape);
  return pickFromRows(x, along, x.shape[along], descending, stableOrder);
}

/**
 * `x` sorted along an axis, smallest first. Stable; the gradient flows back to where each element came from.
 *
 * @shape x [...] → [...]
 * @throws {ShapeError} when there is no such axis
 * @special NaN comes last, in both directions; −0 and 0 are equal
 * @complexity O(n log n) per row, O(n) for long ones
 * @example
 * sort(tensor([30, 10, 20])).toArray() // => [10, 20, 30]
 * sort(tensor([30, 10, 20]), { descending: true }).toArray() // => [30, 20, 10]
 */
export function sort<S extends Shape>(x: Tensor<S>, options?: SortOptions): Tensor<S>;
export function sort(x: Tensor, options: SortOptions = {}): Tensor {
  const order = orderRows('sort', x, options);
  return gather(x, options.axis ?? -1, order);
}
