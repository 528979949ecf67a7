import type { Schedule } from './schedule.ts';

export interface LinearWarmupOptions {
  /** Steps until `maxLr` is reached; 0 starts there. */
  readonly warmup: number;
  readonly maxLr: number;
}

/**
 * Rises in a line, maxLr·(step + 1)/(warmup + 1), and stays at maxLr from step `warmup` on.
 *
 * @throws {RangeError} when warmup is negative
 * @example
 * [0, 1, 2, 3, 9].map(linearWarmup({ warmup: 3, maxLr: 1 })) // => [0.25, 0.5, 0.75, 1, 1]
 */
export function linearWarmup({ warmup, maxLr }: LinearWarmupOptions): Schedule {
  if (!(warmup >= 0)) throw new RangeError(`linearWarmup: warmup must be ≥ 0, not ${warmup}`);
  return (step) => (step < warmup ? (maxLr * (step + 1)) / (warmup + 1) : maxLr);
}
