import { kernels } from '../engine/kernels.ts';
import { allocate, heapArray, heapIndex, heapView, isTensor, type Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { rowMajor } from './contiguous.ts';
import { countBlocks, forPieces } from './pieces.ts';
import { disposeCopies } from './rows.ts';

/**
 * Σ x² over all elements of a tensor, or of several together, added up in float64 whatever their type; a JavaScript number,
 * not recorded. For the lengths of gradients, whose squares would overflow or drown in float32.
 *
 * @shape x [...] → number
 * @special NaN and ±Inf propagate; no elements → 0
 * @example
 * sumSquares(tensor([3, 4])) // => 25
 */
export function sumSquares(x: Tensor | readonly Tensor[]): number {
  const all = isTensor(x) ? [x] : x;
  requireTensors('sumSquares', all);
  const packed = all.map((values) => rowMajor(values));
  let total = addBlocks(packed.filter((values) => values.dtype === 'float32'));
  for (const values of packed) if (values.dtype !== 'float32') total += addSquares(heapView(values));
  disposeCopies(packed, all);
  return total;
}

/** Elements whose squares the kernel adds up; sums of blocks are then added pairwise, in an order that no thread changes. */
const block = 1024;

function addBlocks(tensors: readonly Tensor[]): number {
  const pieces = tensors.map((x) => [x]);
  const n = countBlocks(pieces, block);
  const sums = allocate([n], 'float64', 'maker');
  const to = sums.address;
  forPieces('sumSquares_f32', pieces, { operands: 1, block }, (...range) => [to, ...range]);
  kernels.sum_f64(to, to, 1, n, 1, 1, 0);
  const total = heapArray('float64')[heapIndex(sums)];
  sums.dispose();
  return total;
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
