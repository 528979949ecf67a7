export interface Measured {
  /** Shortest run, in seconds. */
  readonly min: number;
  /** Median run, in seconds. */
  readonly median: number;
  readonly runs: number;
}

export interface MeasureOptions {
  /** About how long all variants together may take; default 2. */
  readonly seconds?: number;
  /** Runs of each variant before the clock starts; default 3. */
  readonly warmUp?: number;
}

/**
 * Times variants in turns, A B A B …, so that a machine that drifts drifts for all of them: ratios of one call of this
 * function can be trusted where its absolute times cannot.
 */
export function measure<N extends string>(
  variants: Readonly<Record<N, () => void>>,
  options: MeasureOptions = {},
): Record<N, Measured> {
  const { seconds = 2, warmUp = 3 } = options;
  const names = Object.keys(variants) as N[];
  for (let i = 0; i < warmUp; i++) for (const name of names) variants[name]();
  const times = new Map<N, number[]>(names.map((name) => [name, []]));
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round < 5 || performance.now() < end; round++) {
    for (const name of names) {
      const start = performance.now();
      variants[name]();
      times.get(name)?.push((performance.now() - start) / 1000);
    }
  }
  return Object.fromEntries(names.map((name) => [name, summarize(times.get(name) ?? [])])) as Record<N, Measured>;
}

export function summarize(times: readonly number[]): Measured {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { min: sorted[0], median, runs: sorted.length };
}
