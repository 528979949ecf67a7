// One long row on several threads. The kernels reduce a row by halving it; the parts here are the halves of its halves, so
// that what the threads find, combined pairwise, is what one thread would have found, to the last bit.
import { maxTasks } from '../engine/threads/control-block.ts';
import { forRanges, getThreads } from '../engine/threads/parallel.ts';
import type { KernelName } from '../engine/threads/thread-pool.ts';

/** Elements worth a task of their own: some microseconds of reading. */
export const readGrain = 65_536;

/**
 * Sizes of the 2^d parts of a row of n elements, cut where a kernel that works in blocks of `block` elements halves it;
 * [n] when it is not worth cutting.
 */
export function rowParts(n: number, block: number): number[] {
  let parts = [n];
  const wanted = getThreads() === 1 ? 1 : Math.min(2 * getThreads(), maxTasks / 2, n / readGrain / 2);
  while (parts.length < wanted) {
    parts = parts.flatMap((size) => {
      const half = (Math.ceil(size / block) >> 1) * block;
      return [half, size - half];
    });
  }
  return parts;
}

/** Runs a kernel once for every part of a row; `list(start, size, i)` are its arguments for part i. */
export function forParts(
  kernel: KernelName,
  parts: readonly number[],
  list: (start: number, size: number, i: number) => readonly number[],
): void {
  const starts: number[] = [];
  let start = 0;
  for (const size of parts) {
    starts.push(start);
    start += size;
  }
  forRanges(kernel, parts.length, { grain: 1, tasksPerThread: parts.length }, (i) => list(starts[i], parts[i], i));
}
