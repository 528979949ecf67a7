import { kernels } from '../engine/kernels.ts';
import { scratch } from '../engine/scratch.ts';
import { heapArray, heapView, type Tensor } from '../tensor.ts';
import { requireTensor } from './argument-checks.ts';
import { rowMajor } from './contiguous.ts';
import { forParts, rowParts } from './long-row.ts';
import { disposeCopies } from './rows.ts';

/**
 * Σ x² over all elements, added up in float64 whatever the type of `x`; a JavaScript number, not recorded. For the lengths of
 * gradients, whose squares would overflow or drown in float32.
 *
 * @shape x [...] → number
 * @special NaN and ±Inf propagate; no elements → 0
 * @example
 * sumSquares(tensor([3, 4])) // => 25
 */
export function sumSquares(x: Tensor): number {
  requireTensor('sumSquares', x);
  const packed = rowMajor(x);
  const total = x.dtype === 'float32' ? addInParts(packed) : addSquares(heapView(packed));
  disposeCopies([packed], [x]);
  return total;
}

/** Elements that the kernel squares and adds without halving the row. */
const rowBlock = 1024;

function addInParts(x: Tensor): number {
  const parts = rowParts(x.size, rowBlock);
  const [found, from] = [scratch(parts.length * 8), x.address];
  forParts('sumSquares_f32', parts, (start, size, i) => [found + 8 * i, from + 4 * start, size]);
  for (let pairs = parts.length / 2; pairs >= 1; pairs /= 2) kernels.sum_f64(found, found, pairs, 2, 1, 1, 0);
  return heapArray('float64')[found / 8];
}

/** Four sums side by side, so that no addition waits for the one before. */
function addSquares(values: ArrayLike<number>): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < values.length; i += 4) {
    a += values[i] ** 2;
    b += values[i + 1] ** 2;
    c += values[i + 2] ** 2;
    d += values[i + 3] ** 2;
  }
  for (; i < values.length; i++) a += values[i] ** 2;
  return a + b + (c + d);
}
