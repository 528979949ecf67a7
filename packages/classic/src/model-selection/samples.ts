import { indexSelect, isTensor, type Tensor } from '@ml/tensor';
import { DataError } from '../base/data-error.ts';
import { isTableLike, type TableLike } from '../base/matrix-like.ts';
import { integers } from '../base/values.ts';

/** Anything with one entry per sample: a tensor (first axis), a table, an array of rows or labels, a typed array. */
export type Samples = Tensor | TableLike | ArrayLike<unknown>;

/** Samples taken out of `A`: of the same kind, their number no longer known to the compiler. */
export type Taken<A> =
  A extends Tensor<infer S>
    ? Tensor<S extends readonly [number, ...infer Rest extends readonly number[]] ? [number, ...Rest] : S>
    : A extends readonly (infer E)[]
      ? E[]
      : A;

/** How many samples there are. @throws {DataError} when it is nothing that has samples */
export function sampleCount(op: string, samples: Samples, what = 'X'): number {
  if (isTensor(samples)) {
    if (samples.rank > 0) return samples.shape[0];
  } else if (isTableLike(samples)) return samples.rowCount;
  else if (typeof (samples as ArrayLike<unknown> | null)?.length === 'number') return samples.length;
  throw new DataError(`${op}: ${what} must be a tensor, a table or a list with one entry per sample`);
}

/**
 * The samples at these positions, in this order, as a thing of the same kind: rows of a tensor or table, entries of a list.
 *
 * @param indices positions 0 … N − 1
 */
export function takeSamples<A extends Samples>(samples: A, indices: Int32Array): Taken<A> {
  return take(samples, indices) as Taken<A>;
}

function take(samples: Samples, indices: Int32Array): Samples {
  if (isTensor(samples)) return indexSelect(samples, 0, integers(indices));
  if (isTableLike(samples)) return takeRows(samples, indices);
  if (!ArrayBuffer.isView(samples)) return Array.from(indices, (i) => samples[i]);
  const typed = samples as unknown as Float64Array;
  const taken = new (typed.constructor as Float64ArrayConstructor)(indices.length);
  for (let i = 0; i < indices.length; i++) taken[i] = typed[indices[i]];
  return taken;
}

/** A table that has `take` knows best; of others the columns are picked when they are asked for. */
function takeRows(table: TableLike & { take?: (indices: Int32Array) => TableLike }, indices: Int32Array): TableLike {
  if (typeof table.take === 'function') return table.take(indices);
  return {
    columnNames: table.columnNames,
    rowCount: indices.length,
    column: (name) => {
      const cells = table.column(name);
      return Array.from(indices, (i) => cells[i]);
    },
  };
}
