import { cast, contiguous, fromBuffer, heapView, isTensor, type TypedArray } from '@ml/tensor';
import { isTableLike } from '../base/matrix-like.ts';
import { float64 } from '../base/values.ts';
import { type Samples, takeSamples } from './samples.ts';

/** Samples as data that can cross to another thread; elements of tensors are shared, not copied, and must only be read. */
export type PortableSamples =
  | { readonly kind: 'tensor'; readonly shape: readonly number[]; readonly data: TypedArray }
  | {
      readonly kind: 'table';
      readonly names: readonly string[];
      readonly rows: number;
      readonly columns: readonly unknown[][];
    }
  | { readonly kind: 'list'; readonly list: ArrayLike<unknown> };

/**
 * What `fit` takes, as data: rows of numbers become a tensor. To be called within `tidy`, and used there.
 */
export function toPortable(samples: Samples): PortableSamples {
  if (isTensor(samples)) {
    const packed = contiguous(samples.dtype === 'bool' ? cast(samples, 'uint8') : samples);
    return { kind: 'tensor', shape: [...packed.shape], data: heapView(packed) };
  }
  if (isTableLike(samples)) {
    const columns = samples.columnNames.map((name) => Array.from(samples.column(name)));
    return { kind: 'table', names: [...samples.columnNames], rows: samples.rowCount, columns };
  }
  const matrix = numberRows(samples);
  return matrix === null ? { kind: 'list', list: samples } : toPortable(matrix);
}

/** Rows of numbers as one matrix; null where rows have words, different lengths, or are none. */
function numberRows(rows: ArrayLike<unknown>): ReturnType<typeof float64> | null {
  const columns = (rows[0] as ArrayLike<unknown> | undefined)?.length ?? 0;
  if (typeof rows[0] !== 'object' || columns === 0) return null;
  const data = new Float64Array(rows.length * columns);
  for (let i = 0, at = 0; i < rows.length; i++) {
    const row = rows[i] as ArrayLike<unknown> | null;
    if (row?.length !== columns) return null;
    for (let j = 0; j < columns; j++, at++) {
      const value = row[j];
      if (typeof value !== 'number') return null;
      data[at] = value;
    }
  }
  return float64(data, [rows.length, columns]);
}

/** The samples at these positions, as what estimators take. */
export function takePortable(samples: PortableSamples, indices: Int32Array): Samples {
  if (samples.kind === 'tensor') return takeRows(samples.data, samples.shape, indices);
  if (samples.kind === 'list') return takeSamples(samples.list, indices);
  const { names, rows, columns } = samples;
  const table = {
    columnNames: names,
    rowCount: rows,
    column: (name: string) => columns[names.indexOf(name)] as number[],
  };
  return takeSamples(table, indices);
}

function takeRows(data: TypedArray, shape: readonly number[], indices: Int32Array): Samples {
  const width = shape.slice(1).reduce((product, size) => product * size, 1);
  const taken = new (data.constructor as Float64ArrayConstructor)(indices.length * width);
  indices.forEach((i, row) => {
    taken.set(data.subarray(i * width, (i + 1) * width), row * width);
  });
  return fromBuffer(taken, [indices.length, ...shape.slice(1)]);
}
