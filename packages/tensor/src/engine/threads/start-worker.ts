import { workerSource } from './worker-source.ts';

export interface WorkerData {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  readonly address: number;
  readonly number: number;
}

/** Starts a worker thread of Node or of the browser; it never keeps the process alive. */
export function startWorker(data: WorkerData): void {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (threads !== undefined) {
    const worker = new threads.Worker(`${workerSource}(require('node:worker_threads').workerData)`, {
      eval: true,
      workerData: data,
      execArgv: [],
      stdout: false,
      stderr: false,
    });
    worker.unref();
    return;
  }
  const url = URL.createObjectURL(
    new Blob([`onmessage = (event) => ${workerSource}(event.data)`], { type: 'text/javascript' }),
  );
  const worker = new Worker(url);
  worker.postMessage(data);
}

/** Whether workers can share the memory and this thread may wait for them. */
export function canStartWorkers(): boolean {
  if (globalThis.process?.getBuiltinModule?.('node:worker_threads') !== undefined) return true;
  // A page must be cross-origin isolated to share memory, and its main thread may not block.
  return (
    globalThis.crossOriginIsolated === true &&
    typeof globalThis.document === 'undefined' &&
    typeof Worker === 'function'
  );
}
