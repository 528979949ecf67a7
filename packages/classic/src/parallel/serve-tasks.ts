import type { Task } from './parallel-backend.ts';
import { type WorkerJob, type WorkerReply, word } from './worker-protocol.ts';

interface Port {
  on(event: 'message', listener: (job: WorkerJob) => void): void;
  postMessage(reply: WorkerReply): void;
}

/** In a worker thread: takes tasks of every job that arrives until none is left. */
export function serve(port: Port, tasks: ReadonlyMap<string, Task<never, unknown>>): void {
  port.on('message', ({ task, args, control }) => {
    for (let i = Atomics.add(control, word.next, 1); i < args.length; i = Atomics.add(control, word.next, 1)) {
      port.postMessage(reply(task, args[i], i, tasks));
      Atomics.add(control, word.replies, 1);
      Atomics.notify(control, word.replies);
    }
  });
}

function reply(
  name: string,
  args: unknown,
  index: number,
  tasks: ReadonlyMap<string, Task<never, unknown>>,
): WorkerReply {
  try {
    const task = tasks.get(name);
    if (task === undefined) throw new RangeError(`there is no task '${name}' in this worker`);
    return { index, result: task.run(args as never) };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { index, failure: { name: error.name, message: error.message, stack: error.stack ?? '' } };
  }
}
