import { setTimeout as sleep } from 'node:timers/promises';
import { setThreads } from '@ml/tensor';
import { measure, type PreparedWork, type Work } from './measure.ts';
import { speedup } from './ratio.ts';

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

/** How many times as fast `run` is on two threads as on one. */
export async function twoThreadGain(run: Work): Promise<number | ''> {
  const times = await measure({ one: onThreads(1, run), two: onThreads(2, run) }, { seconds: 0, runs: 7, batch: 0.03 });
  useOneThread();
  return speedup(times.two, times.one);
}

/** What every benchmark starts with: by default the engine takes all processors, and no peer does. */
export function useOneThread(): void {
  setThreads(1);
  current = 1;
}
