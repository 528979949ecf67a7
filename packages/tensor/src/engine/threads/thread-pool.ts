import type { CoreExports } from '../../generated/core-kernels.ts';
import { heap } from '../heap.ts';
import { kernelModule, kernels } from '../kernels.ts';
import { memory } from '../wasm-memory.ts';
import {
  controlBytes,
  controlWords,
  maxArguments,
  maxSourceBytes,
  maxTasks,
  sourceOffset,
  word,
} from './control-block.ts';
import { startWorker, type WorkerData } from './start-worker.ts';
import type { ThreadKernel } from './thread-kernel.ts';

export type KernelName = keyof CoreExports;

/** A worker thread stopped answering, or a kernel failed in one. */
export class ThreadError extends Error {
  override readonly name = 'ThreadError';
}

/** In an argument list: the address of the scratch area of whichever thread runs the task. */
export const ownScratch = Number.NaN;

/** A task is some milliseconds of work: a worker that has one for this many is gone. */
const defaultPatience = 20_000;

export interface PoolOptions {
  /** Milliseconds to wait for a worker that has a task in hand. */
  readonly patience?: number;
  /** How a worker is started; tests start some that misbehave. */
  readonly start?: (data: WorkerData) => void;
}

const kernelIndex = new Map(
  Object.keys(kernels)
    .sort()
    .map((name, i) => [name, i]),
);

/** The kernel as the calling thread runs it. */
export function callable(kernel: KernelName | ThreadKernel): (...args: number[]) => unknown {
  return typeof kernel === 'string' ? (kernels[kernel] as (...args: number[]) => unknown) : kernel.call;
}

/**
 * The calling thread and its workers. A job is one kernel called with several argument lists. Each thread begins with its own
 * share of them, so that what it wrote in one job is in its cache when the next one reads it, and goes on with what others have
 * not begun; the caller works too and returns when the last task is done. Workers that are still starting simply take nothing.
 */
export class ThreadPool {
  readonly #address = heap.allocate(controlBytes);
  readonly #control = new Int32Array(memory.buffer, this.#address, controlWords);
  readonly #lists = new Float64Array(memory.buffer, this.#address + controlWords * 4, maxTasks * maxArguments);
  /** Workers that run; they are never ended, only left asleep. */
  #workers = 0;
  #threads = 1;
  /** Sources of the thread kernels that workers may know by now, in the order of their numbers. */
  readonly #sources: string[] = [];
  /** The number of the one whose source is in the control block. */
  #described = -1;
  /** Those among them that failed in a worker. */
  readonly #refused = new Set<string>();
  #scratch = { address: 0, bytes: 0, areas: 0 };
  /** A worker died with a task in hand, and may write into the heap if it lives after all: none is used again. */
  #abandoned = false;
  readonly #patience: number;
  readonly #start: (data: WorkerData) => void;

  constructor({ patience = defaultPatience, start = startWorker }: PoolOptions = {}) {
    this.#control.fill(0);
    this.#patience = patience;
    this.#start = start;
  }

  get threads(): number {
    return this.#threads;
  }

  /** How many threads take part in the jobs from here on, the calling one included. Starts the workers that are missing. */
  resize(threads: number): void {
    this.#threads = threads;
    Atomics.store(this.#control, word.limit, threads);
    while (this.#workers < threads - 1) {
      this.#start({ memory, module: kernelModule, address: this.#address, number: ++this.#workers });
    }
  }

  /**
   * Runs a kernel once per task with the arguments that `list` gives for it. A thread kernel that fails in a worker, say
   * because it cannot be loaded there, is run by the calling thread alone, from the beginning of this job on.
   *
   * @param scratchBytes size of the area that `ownScratch` stands for
   */
  run(
    which: KernelName | ThreadKernel,
    tasks: number,
    list: (task: number) => readonly number[],
    scratchBytes: number,
  ): void {
    const control = this.#control;
    const [name, source] = typeof which === 'string' ? [which, null] : [which.name, which.source];
    const kernel = callable(which);
    this.#reserveScratch(scratchBytes);
    const lists = Array.from({ length: tasks }, (_, task) => list(task));
    const alone = (): void => {
      for (const values of lists) kernel(...this.#withScratch(values));
    };
    if (this.#abandoned || (source !== null && this.#refused.has(source))) {
      alone();
      return;
    }
    for (let task = 0; task < tasks; task++) this.#lists.set(lists[task], task * maxArguments);
    control[word.argumentCount] = lists[0].length;
    control[word.tasks] = tasks;
    control[word.kernel] = source === null ? (kernelIndex.get(name) as number) : this.#describe(source);
    control[word.scratchAddress] = this.#scratch.address;
    control[word.scratchBytes] = this.#scratch.bytes;
    Atomics.store(control, word.done, 0);
    for (let task = 0; task < tasks; task++) Atomics.store(control, word.claims + task, 1);
    this.#announce();
    let failure: unknown;
    for (let task = 0; task < tasks; task++) {
      if (Atomics.compareExchange(control, word.claims + task, 1, 0) === 0) continue;
      try {
        kernel(...this.#withScratch(lists[task]));
      } catch (error) {
        failure = error; // workers still write: what is wrong is said when they are done
      }
      Atomics.add(control, word.done, 1);
    }
    this.#join(name, tasks);
    const failed = Atomics.exchange(control, word.failed, 0) !== 0;
    if (failure !== undefined) throw failure;
    if (!failed) return;
    if (source === null) throw new ThreadError(`${name} failed in a worker thread`);
    this.#refused.add(source);
    globalThis.process?.emitWarning?.(`${name} failed in a worker thread; the calling thread goes on with it alone`);
    alone();
  }

  /** Writes down the source of a thread kernel for workers that do not know it; between jobs nobody reads there. */
  #describe(source: string): number {
    let number = this.#sources.indexOf(source);
    if (number < 0) number = this.#sources.push(source) - 1;
    if (number !== this.#described) {
      const bytes = new TextEncoder().encode(source);
      if (bytes.length > maxSourceBytes)
        throw new RangeError(`the source of a thread kernel has ${bytes.length} bytes`);
      new Uint8Array(memory.buffer, this.#address + sourceOffset, maxSourceBytes).set(bytes);
      this.#control[word.sourceBytes] = bytes.length;
      this.#described = number;
    }
    return kernelIndex.size + number;
  }

  #announce(): void {
    Atomics.add(this.#control, word.generation, 1);
    if (Atomics.load(this.#control, word.sleeping) > 0) Atomics.notify(this.#control, word.generation);
  }

  #withScratch(list: readonly number[]): number[] {
    return list.map((value) => (Number.isNaN(value) ? this.#scratch.address : value));
  }

  /** Waits for the tasks that workers have in hand. */
  #join(name: string, tasks: number): void {
    for (let deadline = 0; Atomics.load(this.#control, word.done) < tasks; ) {
      const now = performance.now();
      if (deadline === 0) deadline = now + this.#patience;
      else if (now > deadline) {
        this.#abandoned = true;
        throw new ThreadError(`a worker thread stopped answering during ${name}; this thread goes on alone`);
      }
    }
  }

  #reserveScratch(bytes: number): void {
    const areas = this.#workers + 1; // sleepers too: one may wake up late and take a task
    const { address, bytes: have, areas: haveAreas } = this.#scratch;
    if (bytes <= have && areas <= haveAreas) return;
    if (have > 0) heap.free(address, have * haveAreas);
    this.#scratch = { address: 0, bytes: 0, areas: 0 }; // in case there is no memory for the new one
    const size = Math.ceil(Math.max(bytes, have) / 64) * 64;
    this.#scratch = { address: heap.allocate(size * areas), bytes: size, areas };
  }
}
