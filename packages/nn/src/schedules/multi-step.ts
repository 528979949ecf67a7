import type { Schedule } from './schedule.ts';

export interface MultiStepOptions {
  /** Learning rate at the start. */
  readonly lr: number;
  /** Steps at which it decays. */
  readonly milestones: readonly number[];
  /** Factor of a decay; default 0.1. */
  readonly gamma?: number;
}

/**
 * Multiplies the learning rate by gamma at each milestone; one that is listed twice counts twice.
 *
 * @reference torch.optim.lr_scheduler.MultiStepLR
 * @example
 * [0, 1, 2, 3].map(multiStep({ lr: 8, milestones: [1, 3], gamma: 0.5 })) // => [8, 4, 4, 2]
 */
export function multiStep({ lr, milestones, gamma = 0.1 }: MultiStepOptions): Schedule {
  return (step) => lr * gamma ** milestones.filter((milestone) => milestone <= step).length;
}
