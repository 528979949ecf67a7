import type { BatchJob } from './batch-job.ts';

/** Makes batches ahead of time. Results come in the order of the jobs. */
export interface Prefetcher<B> {
  /** How many jobs it wants to have in hand. */
  readonly capacity: number;
  submit(job: BatchJob): void;
  /** The batch of the oldest job; waits for it. */
  take(): B;
  /** Forgets all jobs that were not taken. */
  clear(): void;
}
