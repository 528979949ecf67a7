import type { Schedule } from './schedule.ts';

/**
 * Several schedules at once: the product of what each makes of the learning rate `lr` that all of them were made with.
 *
 * @throws {RangeError} when lr is 0
 * @reference torch.optim.lr_scheduler.ChainedScheduler
 * @example
 * const both = chained(8, [stepDecay({ lr: 8, stepSize: 2, gamma: 0.5 }), exponential({ lr: 8, gamma: 0.5 })]);
 * [0, 1, 2].map(both) // => [8, 4, 1]
 */
export function chained(lr: number, schedules: readonly Schedule[]): Schedule {
  if (lr === 0) throw new RangeError('chained: the parts of a learning rate of 0 are not known');
  return (step) => schedules.reduce((product, schedule) => (product * schedule(step)) / lr, lr);
}
