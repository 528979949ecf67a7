// A program for tests of worker threads: tasks that do what tests need, beside those of the package.
import type { Task } from './parallel-backend.ts';
import { serve } from './serve-tasks.ts';

/** x², after a while that depends on x: later tasks end before earlier ones. */
export const slowSquare: Task<number, number> = {
  name: 'slowSquare',
  run: (x) => {
    let spin = 0;
    for (let i = 0; i < (5 - (x % 5)) * 40_000; i++) spin = Math.sqrt(spin + i);
    return spin >= 0 ? x * x : Number.NaN;
  },
};

/** Sum of a typed array. */
export const sumOf: Task<Float64Array, number> = {
  name: 'sumOf',
  run: (values) => values.reduce((sum, value) => sum + value, 0),
};

/** Fails for numbers on a list. */
export const failing: Task<{ x: number; bad: readonly number[] }, number> = {
  name: 'failing',
  run: ({ x, bad }) => {
    if (bad.includes(x)) throw new RangeError(`${x} is bad`);
    return x;
  },
};

/** Called in every worker thread. */
export function serveTasks(port: Parameters<typeof serve>[0]): void {
  serve(
    port,
    new Map<string, Task<never, unknown>>([slowSquare, sumOf, failing].map((task) => [task.name, task as never])),
  );
}
