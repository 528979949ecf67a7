// Order along an axis. NaN counts as larger than every number going up, and still comes last going down.
import { normalizeAxis } from '../layout.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { rowMajor } from './contiguous.ts';
import { gather } from './gather.ts';
import { stableOrder } from './sort-order.ts';

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
 * @complexity O(n log n) per row
 * @example
 * argsort(tensor([30, 10, 20])).toArray() // => [1, 2, 0]
 */
export function argsort<S extends Shape>(x: Tensor<S>, options?: SortOptions): Tensor<S>;
export function argsort(x: Tensor, options: SortOptions = {}): Tensor {
  return argsortAs('argsort', x, options);
}

/** `argsort` under the name of the operation that errors are to speak of. */
export function argsortAs(op: string, x: Tensor, { axis = -1, descending = false }: SortOptions): Tensor {
  const along = normalizeAxis(op, axis, x.shape);
  const out = allocate<Shape>([...x.shape], 'int32');
  const packed = rowMajor(x);
  const source = heapArray(x.dtype);
  const target = heapArray('int32');
  const n = x.shape[along];
  const step = out.strides[along];
  const keys = new Float64Array(n);
  for (let row = 0; row < out.size / Math.max(1, n); row++) {
    // Rows of an inner axis interleave: row r starts at (r ÷ step) blocks of n · step, and r mod step inside.
    const start = Math.floor(row / step) * n * step + (row % step);
    const from = heapIndex(packed) + start;
    for (let i = 0; i < n; i++) keys[i] = descending ? -source[from + i * step] : source[from + i * step];
    const order = stableOrder(keys);
    const to = heapIndex(out) + start;
    for (let i = 0; i < n; i++) target[to + i * step] = order[i];
  }
  if (packed !== x) packed.dispose();
  return out;
}

/**
 * `x` sorted along an axis, smallest first. Stable; the gradient flows back to where each element came from.
 *
 * @shape x [...] → [...]
 * @throws {ShapeError} when there is no such axis
 * @special NaN comes last, in both directions; −0 and 0 are equal
 * @complexity O(n log n) per row
 * @example
 * sort(tensor([30, 10, 20])).toArray() // => [10, 20, 30]
 * sort(tensor([30, 10, 20]), { descending: true }).toArray() // => [30, 20, 10]
 */
export function sort<S extends Shape>(x: Tensor<S>, options?: SortOptions): Tensor<S>;
export function sort(x: Tensor, options: SortOptions = {}): Tensor {
  return gather(x, options.axis ?? -1, argsortAs('sort', x, options));
}
