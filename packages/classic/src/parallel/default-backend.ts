import { getThreads } from '@ml/tensor';
import { inlineBackend } from './inline-backend.ts';
import type { ParallelBackend } from './parallel-backend.ts';
import { workerBackend } from './worker-backend.ts';

let chosen: ParallelBackend | null = null;
let started: ParallelBackend | null = null;

/** Has independent tasks (trees, folds, candidates) run there from now on; null: on worker threads where there are any. */
export function setParallelBackend(backend: ParallelBackend | null): void {
  chosen = backend;
}

/** Workers load the built package; from its sources, and where there are no worker threads, everything runs on the calling one. */
const canStartWorkers = import.meta.url.endsWith('.js') && globalThis.process?.getBuiltinModule !== undefined;

/** The backend of independent tasks: worker threads, as many as `setThreads` says, or what `setParallelBackend` chose. */
export function parallelBackend(): ParallelBackend {
  if (chosen !== null) return chosen;
  const threads = getThreads();
  if (threads === 1 || !canStartWorkers) return inlineBackend;
  if (started === null || started.workers !== threads) started = workerBackend({ workers: threads });
  return started;
}
