// biome-ignore-all lint/correctness/noNodejsModules: threads are what this entry point is for
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { BatchJob } from '../data/batch-job.ts';
import type { Prefetcher } from '../data/prefetcher.ts';
import { fromPlainBatch } from './plain-batch.ts';
import { controlWords, type DatasetWorkerData, oldest, replies, type WorkerReply } from './worker-protocol.ts';

export interface WorkerPrefetchOptions {
  /** Threads that make batches; default 1. */
  readonly workers?: number | undefined;
  /** Batches that each of them makes ahead; default 2. */
  readonly prefetchFactor?: number | undefined;
  /** Handed to the function that makes the data set, in each worker: anything `structuredClone` takes. */
  readonly data?: unknown;
  /** Milliseconds to wait for a batch before the worker is given up; default 60,000. */
  readonly timeout?: number | undefined;
  /** Options of Node for the workers; default: this process's. */
  readonly execArgv?: readonly string[] | undefined;
}

/** A worker thread could not make a batch; the message is its own, and `workerStack` says where. */
export class DataWorkerError extends Error {
  override readonly name = 'DataWorkerError';
  readonly workerStack: string;

  constructor(message: string, workerStack = '') {
    super(message);
    this.workerStack = workerStack;
  }
}

/**
 * Loads the module. A module that cannot be loaded must say so: the main thread may be asleep, and hears of no event. As an address
 * and not as a text to evaluate, the program is a module whatever options the process was started with.
 */
const program = `data:text/javascript,${encodeURIComponent(`
import { workerData } from 'node:worker_threads';
const { port, control, url } = workerData;
const fail = ({ message, stack }) => {
  port.postMessage({ number: null, failure: { message, stack } });
  Atomics.add(control, ${replies}, 1);
  Atomics.notify(control, ${replies});
};
import(url).then(
  () => workerData.served || fail(new Error(url + ' does not call serveDataset')),
  (error) => fail(error instanceof Error ? error : new Error(String(error))),
);
`)}`;

/**
 * Makes the batches of a `DataLoader` ahead of time in worker threads of Node.
 *
 * The module at `url` makes the data set once in each worker and calls `serveDataset`. Which samples make a batch, and where its random
 * transforms draw from, is decided by the loader: the batches are the same for any number of workers, and for none. The loader's own data
 * set is then only asked for its length. Workers never keep a process alive, and belong to one loader.
 *
 * @throws {RangeError} when workers or prefetchFactor is not an integer ≥ 1
 * @reference numWorkers and prefetch_factor of torch.utils.data.DataLoader
 */
export function workerPrefetch<B>(url: URL, options: WorkerPrefetchOptions = {}): WorkerPrefetch<B> {
  return new WorkerPrefetch<B>(url, options);
}

class WorkerPrefetch<B> implements Prefetcher<B> {
  readonly capacity: number;
  readonly #workers: readonly DatasetWorker[];
  readonly #timeout: number;
  /** Number of the next job, and of the oldest one that was not taken. */
  #next = 0;
  #oldest = 0;

  constructor(url: URL, { workers = 1, prefetchFactor = 2, data, timeout = 60_000, execArgv }: WorkerPrefetchOptions) {
    for (const [name, value] of Object.entries({ workers, prefetchFactor })) {
      if (!Number.isSafeInteger(value) || value < 1)
        throw new RangeError(`workerPrefetch: ${name} must be an integer ≥ 1, not ${value}`);
    }
    this.capacity = workers * prefetchFactor;
    this.#timeout = timeout;
    this.#workers = Array.from({ length: workers }, () => startWorker(url, data, execArgv));
  }

  submit(job: BatchJob): void {
    const number = this.#next++;
    this.#workerOf(number).port.postMessage({ number, job });
  }

  take(): B {
    if (this.#oldest === this.#next) throw new RangeError('workerPrefetch: there is no job to take a batch of');
    const number = this.#oldest;
    const reply = this.#await(number);
    if ('failure' in reply) throw new DataWorkerError(reply.failure.message, reply.failure.stack);
    this.#oldest++;
    return fromPlainBatch(reply.batch) as B;
  }

  clear(): void {
    this.#oldest = this.#next;
    for (const { control } of this.#workers) Atomics.store(control, oldest, this.#oldest);
  }

  /** Ends the workers. */
  close(): void {
    for (const { worker } of this.#workers) void worker.terminate();
  }

  /** Batches are taken in order, so jobs are dealt out in order too. */
  #workerOf(number: number): DatasetWorker {
    return this.#workers[number % this.#workers.length];
  }

  /** Sleeps until the worker has sent the reply to this job; those to jobs that were cleared are thrown away. */
  #await(number: number): WorkerReply {
    const own = this.#workerOf(number);
    const { port, control } = own;
    for (;;) {
      if (own.failure !== null) return own.failure;
      const sent = Atomics.load(control, replies);
      const reply = (receiveMessageOnPort(port) as { message: WorkerReply } | undefined)?.message;
      if (reply === undefined) {
        if (Atomics.wait(control, replies, sent, this.#timeout) === 'timed-out')
          throw new DataWorkerError(`no batch from a worker of ${own.url} for ${this.#timeout / 1000} s`);
      } else if (reply.number === null) own.failure = reply;
      else if (reply.number === number) return reply;
    }
  }
}

interface DatasetWorker {
  readonly url: string;
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly control: Int32Array;
  /** What made the worker useless. */
  failure: WorkerReply | null;
}

function startWorker({ href: url }: URL, data: unknown, execArgv: readonly string[] | undefined): DatasetWorker {
  const { port1: port, port2 } = new MessageChannel();
  const control = new Int32Array(new SharedArrayBuffer(4 * controlWords));
  const workerData: DatasetWorkerData = { port: port2, control, url, data, served: false };
  const worker = new Worker(new URL(program), {
    name: 'data',
    workerData,
    transferList: [port2],
    ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
  });
  const own: DatasetWorker = { url, worker, port, control, failure: null };
  worker.on('error', ({ message, stack = '' }: Error) => {
    own.failure ??= { number: null, failure: { message, stack } };
  });
  worker.unref();
  port.unref();
  return own;
}
