import { kernels } from '../engine/kernels.ts';
import { scratch } from '../engine/scratch.ts';
import { forRanges, type KernelWith, ownScratch } from '../engine/threads/parallel.ts';
import { readGrain } from './long-row.ts';

/** Columns of one cache line: ranges of columns begin at multiples of as many. */
const lineColumns = 16;

type ReductionKernel = KernelWith<6> | KernelWith<7>;
type ReductionLoop = (...args: readonly number[]) => void;

/** A contiguous [outer, n, inner] block that a kernel works on along its middle axis. */
export interface ReductionRange {
  readonly kernel: ReductionKernel;
  readonly to: number;
  readonly from: number;
  /** Bytes of an element of the result, and of the block. */
  readonly toWidth: number;
  readonly width: number;
  /** Elements of the result that one of `outer` makes. */
  readonly toRow: number;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  /** Work space that the kernel takes as its last argument; 0 for one that takes none. */
  readonly scratchBytes?: number;
}

/** Spreads a kernel (to, from, outer, n, inner, step, work?) over threads by ranges of outer or of columns. */
export function reduceRanges(range: ReductionRange): void {
  const { kernel, to, from, toWidth, width, toRow, outer, n, inner, scratchBytes = 0 } = range;
  if (outer * n * inner < 2 * readGrain) {
    const work = scratchBytes === 0 ? 0 : scratch(scratchBytes);
    (kernels[kernel] as ReductionLoop)(to, from, outer, n, inner, inner, work);
    return;
  }
  const work = scratchBytes === 0 ? 0 : ownScratch;
  if (outer * lineColumns >= inner) {
    const grain = Math.ceil(readGrain / Math.max(1, n * inner));
    forRanges(kernel, outer, { grain, scratchBytes }, (row, count) => [
      to + row * toRow * toWidth,
      from + row * n * inner * width,
      count,
      n,
      inner,
      inner,
      work,
    ]);
  } else {
    const grain = Math.max(lineColumns, Math.ceil(readGrain / Math.max(1, n * outer)));
    forRanges(kernel, inner, { grain, multiple: lineColumns, scratchBytes }, (column, count) => [
      to + column * toWidth,
      from + column * width,
      outer,
      n,
      count,
      inner,
      work,
    ]);
  }
}
