import type { Schedule } from './schedule.ts';

export interface PolynomialOptions {
  /** Learning rate at the start. */
  readonly lr: number;
  /** Step at which 0 is reached. */
  readonly total: number;
  /** Default 1, a straight line. */
  readonly power?: number;
}

/**
 * Falls to 0: lr·(1 − step/total)^power, and stays there.
 *
 * @throws {RangeError} when total is not at least 1
 * @reference torch.optim.lr_scheduler.PolynomialLR
 * @example
 * [0, 1, 2, 3].map(polynomial({ lr: 4, total: 2, power: 2 })) // => [4, 1, 0, 0]
 */
export function polynomial({ lr, total, power = 1 }: PolynomialOptions): Schedule {
  if (!(total >= 1)) throw new RangeError(`polynomial: total must be ≥ 1, not ${total}`);
  return (step) => lr * (1 - Math.min(step, total) / total) ** power;
}
