import { Worker } from 'node:worker_threads';
import { UserError } from '../user-error.ts';
import type { AppEvent } from './app-event.ts';
import type { TrainRequest } from './train-request.ts';
import type { WorkerCommand, WorkerMessage } from './worker-message.ts';

/** A training run in a thread of its own. */
export interface TrainingThread {
  readonly events: AsyncIterable<AppEvent>;
  /** Asks the run to save and end after the step under way. */
  stop(): void;
}

/** Built beside the program's entry; see tsup.config.ts. */
const WORKER = new URL('./training-worker.js', import.meta.url);

export function startTraining(request: TrainRequest): TrainingThread {
  const worker = new Worker(WORKER, { workerData: request, name: 'training' });
  return {
    events: eventsOf(worker),
    stop: () => worker.postMessage({ kind: 'stop' } satisfies WorkerCommand),
  };
}

/** Hears the thread from its first moment, and gives its events in order; they end with it and throw what it threw. */
function eventsOf(worker: Worker): AsyncGenerator<AppEvent, void, void> {
  const queue: WorkerMessage[] = [];
  let ended = false;
  let crash: unknown = null;
  let wake = (): void => {};
  worker.on('message', (message: WorkerMessage) => {
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

  async function* events(): AsyncGenerator<AppEvent, void, void> {
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

function failure({ message, stack, exitCode }: Extract<WorkerMessage, { kind: 'failed' }>): Error {
  if (exitCode !== null) return new UserError(message, { exitCode, cause: stack });
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
