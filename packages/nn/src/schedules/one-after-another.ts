import type { Schedule } from './schedule.ts';

/**
 * One schedule after another: each takes over at its milestone, and counts from 0 there.
 *
 * @throws {RangeError} when there is not one milestone fewer than schedules, or they do not rise
 * @reference torch.optim.lr_scheduler.SequentialLR
 * @example
 * [0, 1, 2, 3].map(oneAfterAnother([constant(5), exponential({ lr: 1, gamma: 0.5 })], [2])) // => [5, 5, 1, 0.5]
 */
export function oneAfterAnother(schedules: readonly Schedule[], milestones: readonly number[]): Schedule {
  const rising = milestones.every((milestone, i) => milestone > (milestones[i - 1] ?? 0));
  if (schedules.length !== milestones.length + 1 || !rising) {
    throw new RangeError(
      `oneAfterAnother: ${schedules.length} schedules need ${schedules.length - 1} rising milestones, not [${milestones.join(', ')}]`,
    );
  }
  return (step) => {
    const index = milestones.filter((milestone) => milestone <= step).length;
    return schedules[index](step - (milestones[index - 1] ?? 0));
  };
}
