import { options as command } from './options.ts';

export interface Measured {
  /** Shortest run, in seconds. */
  readonly min: number;
  /** Median run, in seconds. */
  readonly median: number;
  readonly runs: number;
}

/** A run that may be a promise. Work that returns none is not awaited: a microtask would be timed with it. */
export type Work = () => unknown;

/** Work with something to do before each timed run. */
export interface PreparedWork {
  readonly prepare: Work;
  readonly run: Work;
}

export interface MeasureOptions {
  /** About how long all variants together may take, shared equally; default 2. */
  readonly seconds?: number;
  /** Fewest timed runs of each variant; default 5. */
  readonly runs?: number;
  /** Runs of each variant, beside those that find out how long it takes, before the clock starts; default 3. */
  readonly warmUp?: number;
  /** Shorter work is repeated until a run takes this many seconds, and the mean of the repetitions counts; default 0.001. */
  readonly batch?: number;
}

interface Entrant {
  readonly name: string;
  readonly prepare: Work | null;
  readonly run: Work;
  repeats: number;
  spent: number;
  readonly times: number[];
}

/**
 * Times variants in turns, A B A B …, so that a machine that drifts drifts for all of them: ratios of one call of this
 * function can be trusted where its absolute times cannot. A slow variant sits out when its share of the time is used up.
 */
export async function measure<N extends string>(
  variants: Readonly<Record<N, Work | PreparedWork>>,
  options: MeasureOptions = {},
): Promise<Record<N, Measured>> {
  const { seconds = 2, runs = 5, warmUp = 3, batch = 0.001 } = command.quick ? { ...options, ...quick } : options;
  const entrants = Object.entries<Work | PreparedWork>(variants).map(([name, work]): Entrant => {
    const { prepare, run } = typeof work === 'function' ? { prepare: null, run: work } : work;
    return { name, prepare, run, repeats: 1, spent: 0, times: [] };
  });
  for (const entrant of entrants) await settle(entrant, warmUp, batch);
  const share = seconds / entrants.length;
  for (let left = entrants; left.length > 0; left = left.filter((x) => x.spent < share || x.times.length < runs)) {
    for (const entrant of left) {
      const time = await timed(entrant);
      entrant.spent += time;
      entrant.times.push(time / entrant.repeats);
    }
  }
  return Object.fromEntries(entrants.map(({ name, times }) => [name, summarize(times)])) as Record<N, Measured>;
}

const quick = { seconds: 0, runs: 1, warmUp: 0 };

/** Warms up, and finds how many repetitions fill a batch. */
async function settle(entrant: Entrant, warmUp: number, batch: number): Promise<void> {
  for (let i = 0; i < warmUp; i++) await timed(entrant);
  for (;;) {
    const time = await timed(entrant);
    if (time >= batch || entrant.repeats >= 2 ** 24) return;
    const missing = Math.min(16, Math.max(1.25, batch / Math.max(time, 1e-9)));
    entrant.repeats = Math.ceil(entrant.repeats * missing);
  }
}

/** Seconds that all repetitions took. */
async function timed({ prepare, run, repeats }: Entrant): Promise<number> {
  if (prepare !== null) await prepare();
  const start = performance.now();
  for (let i = 0; i < repeats; i++) {
    const result = run();
    if (result instanceof Promise) await result;
  }
  return (performance.now() - start) / 1000;
}

export function summarize(times: readonly number[]): Measured {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { min: sorted[0], median, runs: sorted.length };
}
