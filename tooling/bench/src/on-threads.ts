import { setTimeout as sleep } from 'node:timers/promises';
import { setThreads } from '@ml/tensor';
import { measure, type PreparedWork, type Work } from './measure.ts';
import { options } from './options.ts';

let current = 0;

/**
 * Work done by this many threads. Workers that must be started first are started, and given time, before the clock is.
 *
 * @param warm some of the work, for when the number of threads has changed
 */
export function onThreads(threads: number, run: Work, warm: Work = run): PreparedWork {
  const prepare = async () => {
    if (current === threads) return;
    setThreads(threads);
    current = threads;
    await warm();
    if (threads === 1) return;
    await sleep(100);
    // A worker that has just started still runs its first kernels unoptimised.
    for (const end = performance.now() + 50; performance.now() < end; ) await warm();
  };
  return { prepare, run };
}

/**
 * How many times as fast `run` is on two threads as on one. They take turns of many runs each: changing the number of
 * threads costs more than what is measured.
 */
export async function twoThreadGain(run: Work): Promise<number> {
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let turn = 0; turn < (options.quick ? 1 : 5); turn++) {
    for (const threads of [1, 2]) {
      await onThreads(threads, run).prepare();
      const { min } = (await measure({ run }, { seconds: 0.15 })).run;
      best[threads - 1] = Math.min(best[threads - 1], min);
    }
  }
  useOneThread();
  return best[0] / best[1];
}

/** What every benchmark starts with: by default the engine takes all processors, and no peer does. */
export function useOneThread(): void {
  setThreads(1);
  current = 1;
}
