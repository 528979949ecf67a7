// biome-ignore-all lint/correctness/noNodejsModules: threads are what this entry point is for
import type { MessagePort } from 'node:worker_threads';
import type { BatchJob } from '../data/batch-job.ts';
import type { PlainBatch } from './plain-batch.ts';

/** Words of the memory that the main thread shares with a worker. */
export const replies = 0; // counts what the worker has sent: the main thread sleeps on it
export const oldest = 1; // jobs with smaller numbers are not wanted any more
export const controlWords = 2;

/** What a worker is started with. */
export interface DatasetWorkerData {
  readonly port: MessagePort;
  readonly control: Int32Array;
  readonly url: string;
  readonly data: unknown;
  /** Set by `serveDataset`. */
  served: boolean;
}

export interface NumberedJob {
  readonly number: number;
  readonly job: BatchJob;
}

export interface WorkerFailure {
  readonly message: string;
  readonly stack: string;
}

/** A failure without a number is one of the worker itself. */
export type WorkerReply =
  | { readonly number: number; readonly batch: PlainBatch }
  | { readonly number: number | null; readonly failure: WorkerFailure };
