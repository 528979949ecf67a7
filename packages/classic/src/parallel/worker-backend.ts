import { getThreads } from '@ml/tensor';
import type { MapOptions, ParallelBackend, Task } from './parallel-backend.ts';
import { type WorkerJob, type WorkerReply, word } from './worker-protocol.ts';

type Threads = typeof import('node:worker_threads');
type Worker = InstanceType<Threads['Worker']>;
type MessagePort = InstanceType<Threads['MessagePort']>;

export interface WorkerBackendOptions {
  /** Threads that take part, the calling one included; default: those of `setThreads`. */
  readonly workers?: number | undefined;
  /** The module whose `runTask` the workers call; default: the one of this package. */
  readonly url?: URL | undefined;
  /** Milliseconds to wait for a worker to send anything before it is given up; default 600,000. */
  readonly timeout?: number | undefined;
}

/** A task failed in a worker thread; the name and the message are those of what was thrown there. */
export class WorkerTaskError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly workerStack: string,
  ) {
    super(message);
  }
}

/** Loads the module that knows the tasks; as an address, so that it is a module whatever the options of the process. */
const program = `data:text/javascript,${encodeURIComponent(`
import { workerData } from 'node:worker_threads';
const { serveTasks } = await import(workerData.url);
serveTasks(workerData.port);
`)}`;

/**
 * Tasks on worker threads of Node, the calling thread taking its share. The threads are started once, sleep between jobs and never
 * keep a process alive.
 *
 * @throws {Error} where there are no worker threads (browsers): use `inlineBackend`
 */
export function workerBackend(options: WorkerBackendOptions = {}): ParallelBackend {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (threads === undefined) throw new Error('workerBackend: there are no worker threads here; use inlineBackend');
  return new WorkerBackend(threads, options);
}

interface TaskWorker {
  readonly worker: Worker;
  readonly port: MessagePort;
  failure: Error | null;
}

class WorkerBackend implements ParallelBackend {
  readonly workers: number;
  readonly #threads: Threads;
  readonly #url: URL;
  readonly #timeout: number;
  readonly #pool: TaskWorker[] = [];

  constructor(threads: Threads, { workers = getThreads(), url, timeout = 600_000 }: WorkerBackendOptions) {
    if (!Number.isSafeInteger(workers) || workers < 1)
      throw new RangeError(`workerBackend: workers must be an integer ≥ 1, not ${workers}`);
    this.workers = workers;
    this.#threads = threads;
    this.#url = url ?? new URL('./tasks.js', import.meta.url);
    this.#timeout = timeout;
  }

  map<A, R>(task: Task<A, R>, args: readonly A[], { limit = this.workers, onProgress }: MapOptions = {}): R[] {
    const helpers = this.#helpers(Math.min(limit, this.workers, args.length) - 1);
    const control = new Int32Array(new SharedArrayBuffer(8));
    const job: WorkerJob = { task: task.name, args, control };
    for (const { port } of helpers) port.postMessage(job);
    const total = args.length;
    const results: R[] = new Array(total);
    const failures: { index: number; error: unknown }[] = [];
    let done = 0;
    const settle = (reply: WorkerReply): void => {
      done++;
      if ('failure' in reply) {
        const { name, message, stack } = reply.failure;
        failures.push({ index: reply.index, error: new WorkerTaskError(name, message, stack) });
      } else results[reply.index] = reply.result as R;
      onProgress?.({ done, total });
    };
    for (let index = Atomics.add(control, word.next, 1); index < total; index = Atomics.add(control, word.next, 1)) {
      try {
        results[index] = task.run(args[index]);
      } catch (error) {
        failures.push({ index, error });
      }
      done++;
      onProgress?.({ done, total });
      this.#collect(helpers, settle);
    }
    while (done < total) {
      const sent = Atomics.load(control, word.replies);
      if (this.#collect(helpers, settle) > 0) continue;
      const waited = Atomics.wait(control, word.replies, sent, this.#timeout);
      const broken = helpers.find(({ failure }) => failure !== null)?.failure;
      if (broken) throw broken;
      if (waited === 'timed-out')
        throw new Error(`${task.name}: no answer from a worker thread for ${this.#timeout / 1000} s`);
    }
    failures.sort((a, b) => a.index - b.index);
    if (failures.length > 0) throw failures[0].error;
    return results;
  }

  /** Takes what has arrived; returns how much that was. */
  #collect(helpers: readonly TaskWorker[], settle: (reply: WorkerReply) => void): number {
    let count = 0;
    for (const { port } of helpers) {
      for (;;) {
        const reply = this.#threads.receiveMessageOnPort(port) as { message: WorkerReply } | undefined;
        if (reply === undefined) break;
        settle(reply.message);
        count++;
      }
    }
    return count;
  }

  #helpers(count: number): TaskWorker[] {
    while (this.#pool.length < count) this.#pool.push(this.#start());
    return this.#pool.slice(0, Math.max(0, count));
  }

  #start(): TaskWorker {
    const { port1: port, port2 } = new this.#threads.MessageChannel();
    const worker = new this.#threads.Worker(new URL(program), {
      name: 'classic',
      workerData: { port: port2, url: this.#url.href },
      transferList: [port2],
      env: { ...process.env, ML_THREADS: '1' }, // the tasks are the threads
      execArgv: [], // the module is built: it needs no loader that this process may have
    });
    const own: TaskWorker = { worker, port, failure: null };
    worker.on('error', (error) => {
      own.failure ??= error as Error;
    });
    worker.unref();
    port.unref();
    return own;
  }
}
