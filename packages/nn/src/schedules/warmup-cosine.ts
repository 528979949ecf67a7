import { linearWarmup } from './linear-warmup.ts';
import type { Schedule } from './schedule.ts';

export interface WarmupCosineOptions {
  /** Steps until `maxLr` is reached. */
  readonly warmup: number;
  /** Step at which `minLr` is reached. */
  readonly total: number;
  readonly maxLr: number;
  readonly minLr: number;
}

/**
 * Linear warm-up, then half a cosine from maxLr down to minLr, then minLr:
 * minLr + ½(1 + cos(π·(step − warmup)/(total − warmup)))·(maxLr − minLr).
 *
 * @throws {RangeError} when warmup is negative or greater than total
 * @reference nanoGPT, get_lr; Loshchilov & Hutter, SGDR, arXiv:1608.03983
 * @example
 * [0, 1, 3, 5, 99].map(warmupCosine({ warmup: 1, total: 5, maxLr: 1, minLr: 0.5 })) // => [0.5, 1, 0.75, 0.5, 0.5]
 */
export function warmupCosine({ warmup, total, maxLr, minLr }: WarmupCosineOptions): Schedule {
  if (!(total >= warmup)) throw new RangeError(`warmupCosine: total (${total}) must be ≥ warmup (${warmup})`);
  const rise = linearWarmup({ warmup, maxLr });
  return (step) => {
    if (step < warmup) return rise(step);
    if (step >= total) return minLr;
    return minLr + 0.5 * (1 + Math.cos((Math.PI * (step - warmup)) / (total - warmup))) * (maxLr - minLr);
  };
}
