import type { DType } from '../dtype.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { rowMajor } from './contiguous.ts';
import type { Keys } from './sort-order.ts';

/** Room for n elements, exact for the type. */
function keysFor(dtype: DType, n: number): Keys {
  return dtype === 'float64' || dtype === 'int32' ? new Float64Array(n) : new Float32Array(n);
}

/**
 * For every row along an axis the `count` positions that `pick` chooses, int32. `pick` sees the row as keys to be sorted
 * upwards: negated where the largest elements come first, so that NaN stays NaN.
 */
export function pickFromRows(
  x: Tensor,
  axis: number,
  count: number,
  descending: boolean,
  pick: (keys: Keys) => Int32Array,
): Tensor {
  const n = x.shape[axis];
  const out = allocate<Shape>(x.shape.with(axis, count), 'int32');
  const packed = rowMajor(x);
  const source = heapArray(x.dtype);
  const target = heapArray('int32');
  const step = out.strides[axis];
  const keys = keysFor(x.dtype, n);
  const rows = count === 0 ? 0 : out.size / count;
  for (let row = 0; row < rows; row++) {
    // Rows of an inner axis interleave: `step` of them begin side by side in each block.
    const block = Math.floor(row / step);
    const from = heapIndex(packed) + block * n * step + (row % step);
    for (let i = 0; i < n; i++) keys[i] = descending ? -source[from + i * step] : source[from + i * step];
    const places = pick(keys);
    const to = heapIndex(out) + block * count * step + (row % step);
    for (let i = 0; i < count; i++) target[to + i * step] = places[i];
  }
  if (packed !== x) packed.dispose();
  return out;
}
