/**
 * Work that can be done anywhere: a name on the list of `tasks.ts`, and arguments that are data. No task is a closure, so that
 * it can cross to a thread, and later to another machine. A task that draws numbers has its seed among its arguments.
 */
export interface Task<A, R> {
  readonly name: string;
  readonly run: (args: A) => R;
}

export interface MapOptions {
  /** Most tasks at the same time; default: as many as the backend can. */
  readonly limit?: number | undefined;
  /** Told, on the calling thread, whenever tasks have ended. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/** Where tasks run. Results are in the order of the arguments and the same bits on every backend. */
export interface ParallelBackend {
  /** How many tasks run at the same time. */
  readonly workers: number;
  /**
   * Runs the task once for each of the arguments and returns when all have ended. Arguments and results are what `structuredClone`
   * takes; typed arrays over the memory of tensors are shared, not copied, and must only be read.
   *
   * @throws what the first task that failed threw
   */
  map<A, R>(task: Task<A, R>, args: readonly A[], options?: MapOptions): R[];
}
