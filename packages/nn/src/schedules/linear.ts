import type { Schedule } from './schedule.ts';

export interface LinearScheduleOptions {
  /** Learning rate that the factors are of. */
  readonly lr: number;
  /** Factor at the start; default 1/3. */
  readonly startFactor?: number;
  /** Factor from step `total` on; default 1. */
  readonly endFactor?: number;
  /** Steps between them; default 5. */
  readonly total?: number;
}

/**
 * A straight line from lr·startFactor to lr·endFactor, which it keeps.
 *
 * @throws {RangeError} when total is not at least 1
 * @reference torch.optim.lr_scheduler.LinearLR
 * @example
 * [0, 1, 2, 3].map(linear({ lr: 4, startFactor: 0.5, total: 2 })) // => [2, 3, 4, 4]
 */
export function linear({ lr, startFactor = 1 / 3, endFactor = 1, total = 5 }: LinearScheduleOptions): Schedule {
  if (!(total >= 1)) throw new RangeError(`linear: total must be ≥ 1, not ${total}`);
  return (step) => lr * (startFactor + ((endFactor - startFactor) * Math.min(step, total)) / total);
}
