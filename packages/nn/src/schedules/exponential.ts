import type { Schedule } from './schedule.ts';

/**
 * Decays at every step: lr·gamma^step.
 *
 * @reference torch.optim.lr_scheduler.ExponentialLR
 * @example
 * [0, 1, 2].map(exponential({ lr: 8, gamma: 0.5 })) // => [8, 4, 2]
 */
export function exponential({ lr, gamma }: { readonly lr: number; readonly gamma: number }): Schedule {
  return (step) => lr * gamma ** step;
}
