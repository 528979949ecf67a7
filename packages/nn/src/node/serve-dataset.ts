// biome-ignore-all lint/correctness/noNodejsModules: threads are what this entry point is for
import { workerData } from 'node:worker_threads';
import { setThreads, tidy } from '@ml/tensor';
import { makeBatch } from '../data/batch-job.ts';
import type { Collated } from '../data/collate.ts';
import type { Dataset } from '../data/dataset.ts';
import { buffersOf, toPlainBatch } from './plain-batch.ts';
import { type DatasetWorkerData, type NumberedJob, oldest, replies, type WorkerReply } from './worker-protocol.ts';

export interface ServeDatasetOptions<T, B> {
  /** Joins samples to a batch; default: the data set's own `getMany`, else `collate`. */
  readonly collate?: ((samples: T[]) => B) | undefined;
}

/**
 * Makes batches in a worker thread: the whole program of a module whose address is given to `workerPrefetch`.
 *
 * @param make the data set, from the `data` that was given to `workerPrefetch`
 * @throws {Error} when this is not such a thread
 */
export function serveDataset<T, B = Collated<T>>(
  make: (data: unknown) => Dataset<T, B> | Promise<Dataset<T, B>>,
  { collate }: ServeDatasetOptions<T, B> = {},
): void {
  const { port, control, data } = (workerData ?? {}) as DatasetWorkerData;
  if (port === undefined) throw new Error('serveDataset: this thread was not started by workerPrefetch');
  (workerData as DatasetWorkerData).served = true;
  setThreads(1); // the others are for other workers and for the training
  const dataset = Promise.resolve(data).then(make);
  dataset.catch(() => {}); // every job says so

  const reply = (message: WorkerReply, transfer: ArrayBuffer[] = []): void => {
    port.postMessage(message, transfer);
    Atomics.add(control, replies, 1);
    Atomics.notify(control, replies);
  };
  const run = async ({ number, job }: NumberedJob): Promise<void> => {
    try {
      const ready = await dataset;
      if (Atomics.load(control, oldest) > number) return;
      const batch = tidy(() => toPlainBatch(makeBatch(ready, job, collate)));
      reply({ number, batch }, buffersOf(batch));
    } catch (error) {
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      reply({ number, failure: { message, stack } });
    }
  };
  let work = Promise.resolve();
  port.on('message', (job: NumberedJob) => {
    work = work.then(() => run(job));
  });
}
