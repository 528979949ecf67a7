import { Worker } from 'node:worker_threads';
import { UserError } from '../errors/user-error.ts';
import type { WorkerCommand, WorkerMessage } from './worker-message.ts';

/** A training run in a thread of its own. */
export interface TrainingThread<E> {
  readonly events: AsyncIterable<E>;
  /** Asks the run to save and end after the step under way. */
  stop(): void;
}

/**
 * Starts a run.
 *
 * @param program where the thread's program is: a file that calls `serveTraining`
 * @param request plain data
 */
export function startTraining<E>(program: URL, request: unknown): TrainingThread<E> {
  const worker = new Worker(program, { workerData: request, name: 'training' });
  return {
    events: eventsOf<E>(worker),
    stop: () => worker.postMessage({ kind: 'stop' } satisfies WorkerCommand),
  };
}

/** Hears the thread from its first moment, and gives its events in order; they end with it and throw what it threw. */
function eventsOf<E>(worker: Worker): AsyncGenerator<E, void, void> {
  const queue: WorkerMessage<E>[] = [];
  let ended = false;
  let crash: unknown = null;
  let wake = (): void => {};
  worker.on('message', (message: WorkerMessage<E>) => {
    queue.push(message);
    wake();
  });
  worker.on('error', (error) => {
    crash = error;
    wake();
  });
  worker.on('exit', () => {
    ended = true;
    wake();
  });

  async function* events(): AsyncGenerator<E, void, void> {
    while (true) {
      for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
        if (message.kind === 'failed') throw failure(message);
        yield message.event;
      }
      if (crash !== null) throw crash;
      if (ended) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return events();
}

function failure({ message, stack, exitCode }: Extract<WorkerMessage<never>, { kind: 'failed' }>): Error {
  if (exitCode !== null) return new UserError(message, { exitCode, cause: stack });
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
