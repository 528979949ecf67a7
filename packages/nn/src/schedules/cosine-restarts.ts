import { halfCosine } from './cosine.ts';
import type { Schedule } from './schedule.ts';

export interface CosineRestartsOptions {
  /** Learning rate at the start and after each restart. */
  readonly lr: number;
  /** Steps until the first restart. */
  readonly period: number;
  /** How many times as long each period is as the one before; default 1. */
  readonly factor?: number;
  /** Default 0. */
  readonly minLr?: number;
}

/**
 * Half a cosine from lr towards minLr, over and over, each `factor` times as long as the one before.
 *
 * @throws {RangeError} when period is not at least 1, or factor is not a whole number ≥ 1
 * @reference Loshchilov & Hutter, SGDR, arXiv:1608.03983; torch.optim.lr_scheduler.CosineAnnealingWarmRestarts
 * @example
 * [0, 1, 2, 3, 4].map(cosineRestarts({ lr: 1, period: 2 })) // => [1, 0.5, 1, 0.5, 1]
 */
export function cosineRestarts({ lr, period, factor = 1, minLr = 0 }: CosineRestartsOptions): Schedule {
  if (!(period >= 1)) throw new RangeError(`cosineRestarts: period must be ≥ 1, not ${period}`);
  if (!(Number.isSafeInteger(factor) && factor >= 1)) {
    throw new RangeError(`cosineRestarts: factor must be a whole number ≥ 1, not ${factor}`);
  }
  return (step) => {
    let at = factor === 1 ? step % period : step;
    let length = period;
    for (; factor > 1 && at >= length; length *= factor) at -= length;
    return minLr + (lr - minLr) * halfCosine(at / length);
  };
}
