// How operations hand out their work: as ranges of rows, elements or heads that do not depend on each other.

import type { CoreExports } from '../../generated/core-kernels.ts';
import { scratch } from '../scratch.ts';
import { availableThreads } from './available-threads.ts';
import { maxTasks } from './control-block.ts';
import { canStartWorkers } from './start-worker.ts';
import type { ThreadKernel } from './thread-kernel.ts';
import { callable, type KernelName, ownScratch, ThreadPool } from './thread-pool.ts';

let pool: ThreadPool | null = null;
let wanted = availableThreads();

/**
 * Lets operations use this many threads, the calling one included; default: all processors, or the environment variable
 * ML_THREADS. Results are the same bits for any number. Where threads are impossible it stays 1.
 *
 * @throws {RangeError} when `threads` is not a whole number ≥ 1
 */
export function setThreads(threads: number): void {
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > 256) {
    throw new RangeError(`setThreads: threads must be a whole number from 1 to 256, not ${threads}`);
  }
  wanted = canStartWorkers() ? threads : 1;
  pool?.resize(wanted);
}

export function getThreads(): number {
  return wanted;
}

/** Names of the kernels that take N arguments. */
export type KernelWith<N extends number> = {
  [K in KernelName]: Parameters<CoreExports[K]>['length'] extends N ? K : never;
}[KernelName];

export interface RangeOptions {
  /** Fewest items worth a task: some microseconds of work. */
  readonly grain: number;
  /** Tasks begin at multiples of this many items. */
  readonly multiple?: number;
  /** Default 2: whoever is late, or was interrupted, finds the other half done. 1 where a task repeats work of its neighbours. */
  readonly tasksPerThread?: number;
  /** Bytes of work space a task needs where its arguments say `ownScratch`. */
  readonly scratchBytes?: number;
}

/** For maps that cost about a nanosecond an element; parts begin at whole vectors. */
export const elementwise: RangeOptions = { grain: 16_384, multiple: 16 };

/** Rows of n elements that make some ten microseconds of work. */
export function rowGrain(n: number): number {
  return Math.ceil(16_384 / Math.max(1, n));
}

/**
 * Runs a kernel over items 0 … n, in parallel parts where there is enough to do; `part(from, count)` are its arguments for
 * one part. The parts may not depend on each other, and an item's result may not depend on its part.
 */
export function forRanges(
  kernel: KernelName | ThreadKernel,
  n: number,
  { grain, multiple = 1, scratchBytes = 0, tasksPerThread = 2 }: RangeOptions,
  part: (from: number, count: number) => readonly number[],
): void {
  const tasks =
    wanted === 1 ? 1 : Math.min(tasksPerThread * wanted, maxTasks, Math.floor(n / grain), Math.ceil(n / multiple));
  if (tasks <= 1) {
    const whole = part(0, n);
    const list =
      scratchBytes === 0 ? whole : whole.map((value) => (Number.isNaN(value) ? scratch(scratchBytes) : value));
    callable(kernel)(...list);
    return;
  }
  pool ??= new ThreadPool();
  if (pool.threads !== wanted) pool.resize(wanted);
  const size = Math.ceil(n / tasks / multiple) * multiple;
  const parts = Math.ceil(n / size);
  pool.run(kernel, parts, (task) => part(task * size, Math.min(size, n - task * size)), scratchBytes);
}

export { ownScratch };
