import { forRanges, rowGrain } from '../engine/threads/parallel.ts';
import { allocate, type Tensor, viewOf } from '../tensor.ts';
import { rowMajor } from './contiguous.ts';

/** `x` with `axis` and the last axis swapped; a view. */
function swapWithLast(x: Tensor, axis: number): Tensor {
  const order = x.shape.map((_, i) => (i === axis ? x.rank - 1 : i === x.rank - 1 ? axis : i));
  return viewOf(
    x,
    order.map((i) => x.shape[i]),
    order.map((i) => x.strides[i]),
    x.offset,
  );
}

/** Frees the temporaries among `made` that are not in `given`. */
export function disposeCopies(made: readonly Tensor[], given: readonly Tensor[]): void {
  for (const x of made) if (!given.includes(x)) x.dispose();
}

/**
 * Runs a row kernel along any axis: the operands come to it row-major with that axis last, as `rows` rows of `n`
 * elements, and so does the result, which is returned under the operands' own axis order.
 */
export function alongAxis(
  axis: number,
  operands: readonly Tensor[],
  kernel: 'softmax_f32' | 'logSoftmax_f32' | 'softmaxBackward_f32' | 'logSoftmaxBackward_f32',
): Tensor {
  const last = operands[0].rank - 1;
  const moved = axis === last ? operands : operands.map((x) => swapWithLast(x, axis));
  const ready = moved.map(rowMajor);
  const out = allocate(ready[0].shape, ready[0].dtype);
  const n = ready[0].shape[last];
  const addresses = [out, ...ready].map((x) => x.address);
  const rows = n === 0 ? 0 : out.size / n;
  forRanges(kernel, rows, { grain: rowGrain(n) }, (from, count) => [
    ...addresses.map((a) => a + 4 * from * n),
    count,
    n,
  ]);
  disposeCopies(ready, moved);
  disposeCopies(moved, operands);
  if (axis === last) return out;
  const result = swapWithLast(out, axis);
  out.dispose();
  return result;
}
