import type { Schedule } from './schedule.ts';

export interface CosineOptions {
  /** Learning rate at the start. */
  readonly lr: number;
  /** Step at which `minLr` is reached. */
  readonly total: number;
  /** Default 0. */
  readonly minLr?: number;
}

/**
 * Half a cosine from lr down to minLr: minLr + (lr − minLr)·(1 + cos(π·step/total))/2. Beyond `total` it rises again, as in torch.
 *
 * @throws {RangeError} when total is not at least 1
 * @reference Loshchilov & Hutter, SGDR, arXiv:1608.03983; torch.optim.lr_scheduler.CosineAnnealingLR
 * @example
 * [0, 1, 2].map(cosine({ lr: 1, total: 2 })) // => [1, 0.5, 0]
 */
export function cosine({ lr, total, minLr = 0 }: CosineOptions): Schedule {
  if (!(total >= 1)) throw new RangeError(`cosine: total must be ≥ 1, not ${total}`);
  return (step) => minLr + (lr - minLr) * halfCosine(step / total);
}

/** (1 + cos πx)/2: 1 at 0, exactly ½ at ½, 0 at 1. */
export function halfCosine(x: number): number {
  return x === 0.5 ? 0.5 : (1 + Math.cos(Math.PI * x)) / 2;
}
