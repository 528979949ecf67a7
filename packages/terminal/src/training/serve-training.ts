import { parentPort, workerData } from 'node:worker_threads';
import { asUserError } from '../errors/expected-error.ts';
import type { WorkerCommand, WorkerMessage } from './worker-message.ts';

/** What a training thread does: it computes and tells, and knows nothing of screens. */
export async function serveTraining<R, E>(run: (request: R, signal: AbortSignal) => AsyncIterable<E>): Promise<void> {
  const stop = new AbortController();
  const post = (message: WorkerMessage<E>): void => parentPort?.postMessage(message);
  parentPort?.on('message', ({ kind }: WorkerCommand) => {
    if (kind === 'stop') stop.abort();
  });
  try {
    for await (const event of run(workerData as R, stop.signal)) post({ kind: 'event', event });
  } catch (error) {
    const mine = asUserError(error);
    const { message, stack } = mine ?? (error instanceof Error ? error : new Error(String(error)));
    post({ kind: 'failed', message, stack, exitCode: mine?.exitCode ?? null });
  }
  parentPort?.close();
}
