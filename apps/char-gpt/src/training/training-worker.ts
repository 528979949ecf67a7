import { parentPort, workerData } from 'node:worker_threads';
import { asUserError } from '../expected-error.ts';
import { runTraining } from './run-training.ts';
import type { TrainRequest } from './train-request.ts';
import type { WorkerCommand, WorkerMessage } from './worker-message.ts';

/** The training thread: it computes and tells, and knows nothing of screens. */
const stop = new AbortController();
const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', ({ kind }: WorkerCommand) => {
  if (kind === 'stop') stop.abort();
});

try {
  for await (const event of runTraining(workerData as TrainRequest, stop.signal)) post({ kind: 'event', event });
} catch (error) {
  const mine = asUserError(error);
  const { message, stack } = mine ?? (error instanceof Error ? error : new Error(String(error)));
  post({ kind: 'failed', message, stack, exitCode: mine?.exitCode ?? null });
}
parentPort?.close();
