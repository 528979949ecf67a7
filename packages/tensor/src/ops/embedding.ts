import { forRanges } from '../engine/threads/parallel.ts';
import { DTypeError, IndexError, ShapeError } from '../errors.ts';
import { sizeOf } from '../layout.ts';
import { apply, definePrimitive } from '../primitive.ts';
import type { Shape } from '../shape-types.ts';
import { allocate, heapView, type Tensor } from '../tensor.ts';
import { requireTensors } from './argument-checks.ts';
import { cast } from './cast.ts';
import { rowMajor } from './contiguous.ts';
import { checkShape } from './creation-options.ts';
import { readGrain } from './long-row.ts';
import { disposeCopies } from './rows.ts';

export const embeddingPrimitive = definePrimitive('embedding', ([weight, ids]: [Tensor, Tensor]): [Tensor] => {
  const width = weight.shape[1];
  const ready = [rowMajor(weight), rowMajor(ids)];
  const out = allocate<Shape>([...ids.shape, width], weight.dtype);
  if (weight.dtype === 'float32') {
    const [to, table, rows] = [out.address, ready[0].address, ready[1].address];
    forRanges('embedding_f32', ids.size, { grain: Math.ceil(readGrain / Math.max(1, width)) }, (i, count) => [
      to + 4 * i * width,
      table,
      rows + 4 * i,
      count,
      width,
    ]);
  } else {
    const [target, table, rows] = [heapView(out), heapView(ready[0]), heapView(ready[1])];
    for (let i = 0; i < ids.size; i++) target.set(table.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  }
  disposeCopies(ready, [weight, ids]);
  return [out];
});

/** The rows of a table are dealt out to as many slots, ranges of which are added to by different threads. */
const rowSlots = 64;

/** out[ids[i], :] += dY[i, :] in the order of i, from zeros: the adjoint of `embedding`. */
export const scatterRowsPrimitive = definePrimitive(
  'scatterRows',
  ([dY, ids]: [Tensor, Tensor], { rows }: { rows: number }): [Tensor] => {
    const width = dY.shape[dY.rank - 1];
    const ready = [rowMajor(dY), rowMajor(ids)];
    const out = allocate([rows, width], dY.dtype);
    heapView(out).fill(0);
    if (dY.dtype === 'float32') {
      // By rows of the table, so that every sum runs through the ids in their order.
      const [to, from, row] = [out.address, ready[0].address, ready[1].address];
      const grain = Math.ceil((rowSlots * readGrain) / Math.max(1, dY.size));
      forRanges('embeddingBackward_f32', rowSlots, { grain }, (slot, slots) => [
        to,
        from,
        row,
        slot,
        slots,
        ids.size,
        width,
      ]);
    } else {
      const [target, source, row] = [heapView(out), heapView(ready[0]), heapView(ready[1])];
      for (let i = 0; i < ids.size; i++)
        for (let c = 0; c < width; c++) target[row[i] * width + c] += source[i * width + c];
    }
    disposeCopies(ready, [dY, ids]);
    return [out];
  },
);

/**
 * Rows of a table by number: out[..., :] = weight[ids[...], :].
 *
 * @shape weight [V, W], ids [...] (int32 or uint8) → [..., W]
 * @throws {IndexError} when an id is not in 0 … V − 1
 * @example
 * embedding(tensor([[0, 1], [2, 3]]), tensor(new Int32Array([1, 0, 1]))).toArray() // => [[2, 3], [0, 1], [2, 3]]
 */
export function embedding<S extends Shape>(weight: Tensor, ids: Tensor<S>): Tensor {
  requireTensors('embedding', [weight, ids]);
  if (weight.rank !== 2)
    throw new ShapeError({ op: 'embedding', problem: 'weight must be [V, W]', shapes: [weight.shape, ids.shape] });
  const rows = rowNumbers('embedding', ids as Tensor, weight.shape[0]);
  return apply(embeddingPrimitive, [weight, rows], null)[0];
}

/**
 * Adjoint of `embedding`: adds the rows of dY to the rows of a zero table that ids name, repeated ids in order.
 *
 * @shape dY [..., W], ids [...] → [rows, W]
 * @throws {DTypeError} when ids are not of an integer type
 * @throws {IndexError} when an id is not in 0 … rows − 1
 * @example
 * scatterRows(tensor([[1], [2], [4]]), tensor(new Int32Array([1, 0, 1])), 2).toArray() // => [[2], [5]]
 */
export function scatterRows(dY: Tensor, ids: Tensor, rows: number): Tensor {
  requireTensors('scatterRows', [dY, ids]);
  if (dY.rank === 0 || sizeOf(dY.shape.slice(0, -1)) !== ids.size) {
    throw new ShapeError({ op: 'scatterRows', problem: 'there must be one row per id', shapes: [dY.shape, ids.shape] });
  }
  checkShape('scatterRows', [rows]);
  return apply(scatterRowsPrimitive, [dY, rowNumbers('scatterRows', ids, rows)], { rows })[0];
}

/** Ids as int32, which is what the kernels read, all of them rows of the table. */
function rowNumbers(op: string, ids: Tensor, rows: number): Tensor {
  if (ids.dtype !== 'int32' && ids.dtype !== 'uint8')
    throw new DTypeError(`${op}: ids are row numbers (int32), not ${ids.dtype}; did you mean ids.astype('int32')?`);
  const ready = rowMajor(cast(ids, 'int32'));
  const values = heapView(ready);
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0 || values[i] >= rows)
      throw new IndexError(`${op}: id ${values[i]} at position ${i} is not a row of a table of ${rows}`);
  }
  return ready;
}
