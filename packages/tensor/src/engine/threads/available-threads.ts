import { canStartWorkers } from './start-worker.ts';

/** ML_THREADS where it is set, else the processors this process may use; 1 where threads are impossible. */
export function availableThreads(): number {
  if (!canStartWorkers()) return 1;
  const asked = Number(globalThis.process?.env?.ML_THREADS);
  if (Number.isSafeInteger(asked) && asked >= 1) return Math.min(asked, 256);
  const os = globalThis.process?.getBuiltinModule?.('node:os');
  return os === undefined ? (globalThis.navigator?.hardwareConcurrency ?? 1) : os.availableParallelism();
}
