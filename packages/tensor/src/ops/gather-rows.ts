// The gather of whole rows, as a data loader or a train/test split asks for it: blocks of memory instead of elements.
import { sizeOf } from '../layout.ts';
import { heapArray, heapIndex, type Tensor } from '../tensor.ts';
import { outOfRange } from './gather-index.ts';

/** Blocks of fewer elements are left to the loop over elements: a bulk copy costs more than they do. */
const shortBlock = 16;

/** How whole rows lie in memory. */
export interface RowBlocks {
  /** Runs of rows that follow each other, one for every place on the axes before. */
  readonly runs: number;
  /** Elements of one row. */
  readonly width: number;
}

/**
 * Whether `index` names whole rows of a contiguous `x`: it is one list of ids, stretched (stride 0) over all other axes at
 * their full size, and what it names are long blocks of memory. Null when it is not so.
 */
export function rowBlocks(x: Tensor, index: Tensor, axis: number): RowBlocks | null {
  const width = sizeOf(x.shape.slice(axis + 1));
  if (!x.isContiguous || width < shortBlock || index.size === 0) return null;
  const isList = index.shape.every((n, i) => i === axis || (n === x.shape[i] && (n === 1 || index.strides[i] === 0)));
  return isList ? { runs: sizeOf(x.shape.slice(0, axis)), width } : null;
}

export function gatherRows(out: Tensor, x: Tensor, index: Tensor, axis: number, { runs, width }: RowBlocks): void {
  const heap = heapArray(x.dtype);
  const indices = heapArray(index.dtype);
  const [to, from, at] = [heapIndex(out), heapIndex(x), heapIndex(index)];
  const [n, m] = [x.shape[axis], index.shape[axis]];
  for (let j = 0; j < m; j++) {
    const k = indices[at + j * index.strides[axis]];
    if (k < 0 || k >= n) throw outOfRange('gather', k, axis, x.shape);
    for (let run = 0; run < runs; run++) {
      const start = from + (run * n + k) * width;
      heap.copyWithin(to + (run * m + j) * width, start, start + width);
    }
  }
}
