import type { KernelExports } from '../../generated/kernels.ts';
import { heap } from '../heap.ts';
import { kernelModule, kernels } from '../kernels.ts';
import { memory } from '../wasm-memory.ts';
import { controlBytes, controlWords, maxArguments, maxTasks, word } from './control-block.ts';
import { startWorker } from './start-worker.ts';

export type KernelName = keyof KernelExports;

/** A worker thread stopped answering, or a kernel failed in one. */
export class ThreadError extends Error {
  override readonly name = 'ThreadError';
}

/** In an argument list: the address of the scratch area of whichever thread runs the task. */
export const ownScratch = Number.NaN;

/** A task is a few milliseconds of work: a worker silent for so many of them is gone. */
const patience = 20_000;

const kernelIndex = new Map(
  Object.keys(kernels)
    .sort()
    .map((name, i) => [name, i]),
);

/**
 * The calling thread and its workers. A job is one kernel called with several argument lists, which everybody takes from one
 * counter; the caller works too and returns when the last task is done. Workers that are still starting simply take nothing.
 */
export class ThreadPool {
  readonly #address = heap.allocate(controlBytes);
  readonly #control = new Int32Array(memory.buffer, this.#address, controlWords);
  readonly #lists = new Float64Array(memory.buffer, this.#address + controlWords * 4, maxTasks * maxArguments);
  /** Workers ever started: their numbers, and so their scratch areas, are never used twice. */
  #started = 0;
  #workers = 0;
  #scratch = { address: 0, bytes: 0, areas: 0 };

  constructor() {
    this.#control.fill(0);
  }

  get threads(): number {
    return this.#workers + 1;
  }

  /** Starts workers up to `threads − 1`, or ends those there are and starts anew when there should be fewer. */
  resize(threads: number): void {
    if (threads < this.threads) {
      Atomics.store(this.#control, word.firstWorker, this.#started + 1);
      this.#announce();
      this.#workers = 0;
    }
    for (; this.#workers < threads - 1; this.#workers++) {
      startWorker({ memory, module: kernelModule, address: this.#address, number: ++this.#started });
    }
  }

  /**
   * Runs a kernel once per task with the arguments that `list` gives for it.
   *
   * @param scratchBytes size of the area that `ownScratch` stands for
   */
  run(name: KernelName, tasks: number, list: (task: number) => readonly number[], scratchBytes: number): void {
    const control = this.#control;
    this.#reserveScratch(scratchBytes);
    for (let task = 0; task < tasks; task++) {
      const values = list(task);
      this.#lists.set(values, task * maxArguments);
      control[word.argumentCount] = values.length;
    }
    control[word.kernel] = kernelIndex.get(name) as number;
    control[word.scratchAddress] = this.#scratch.address;
    control[word.scratchBytes] = this.#scratch.bytes;
    Atomics.store(control, word.done, 0);
    Atomics.store(control, word.open, tasks);
    this.#announce();
    const kernel = kernels[name] as (...args: number[]) => unknown;
    for (let left = Atomics.sub(control, word.open, 1); left > 0; left = Atomics.sub(control, word.open, 1)) {
      kernel(...this.#arguments(left - 1));
      Atomics.add(control, word.done, 1);
    }
    this.#join(tasks);
    if (Atomics.exchange(control, word.failed, 0) !== 0) throw new ThreadError(`${name} failed in a worker thread`);
  }

  #announce(): void {
    Atomics.add(this.#control, word.generation, 1);
    if (Atomics.load(this.#control, word.sleeping) > 0) Atomics.notify(this.#control, word.generation);
  }

  #arguments(task: number): number[] {
    const start = task * maxArguments;
    const list = Array.from(this.#lists.subarray(start, start + this.#control[word.argumentCount]));
    for (let i = 0; i < list.length; i++) if (Number.isNaN(list[i])) list[i] = this.#scratch.address;
    return list;
  }

  /** Waits for the tasks that workers have in hand. */
  #join(tasks: number): void {
    for (let deadline = 0; Atomics.load(this.#control, word.done) < tasks; ) {
      const now = performance.now();
      if (deadline === 0) deadline = now + patience;
      else if (now > deadline)
        throw new ThreadError('a worker thread stopped answering; setThreads(1) works without them');
    }
  }

  #reserveScratch(bytes: number): void {
    const areas = this.#started + 1;
    const { address, bytes: have, areas: haveAreas } = this.#scratch;
    if (bytes <= have && areas <= haveAreas) return;
    if (have > 0) heap.free(address, have * haveAreas);
    const size = Math.ceil(Math.max(bytes, have) / 64) * 64;
    this.#scratch = { address: heap.allocate(size * areas), bytes: size, areas };
  }
}
