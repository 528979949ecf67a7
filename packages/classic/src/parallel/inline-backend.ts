import type { ParallelBackend } from './parallel-backend.ts';

/** One task after the other on the calling thread. */
export const inlineBackend: ParallelBackend = {
  workers: 1,
  map(task, args, { onProgress } = {}) {
    return args.map((each, i) => {
      const result = task.run(each);
      onProgress?.({ done: i + 1, total: args.length });
      return result;
    });
  },
};
