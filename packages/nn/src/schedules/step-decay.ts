import type { Schedule } from './schedule.ts';

export interface StepDecayOptions {
  /** Learning rate at the start. */
  readonly lr: number;
  /** Steps between two decays. */
  readonly stepSize: number;
  /** Factor of a decay; default 0.1. */
  readonly gamma?: number;
}

/**
 * Multiplies the learning rate by gamma every `stepSize` steps: lr·gamma^⌊step/stepSize⌋.
 *
 * @throws {RangeError} when stepSize is not at least 1
 * @reference torch.optim.lr_scheduler.StepLR
 * @example
 * [0, 1, 2, 3, 4].map(stepDecay({ lr: 8, stepSize: 2, gamma: 0.5 })) // => [8, 8, 4, 4, 2]
 */
export function stepDecay({ lr, stepSize, gamma = 0.1 }: StepDecayOptions): Schedule {
  if (!(stepSize >= 1)) throw new RangeError(`stepDecay: stepSize must be ≥ 1, not ${stepSize}`);
  return (step) => lr * gamma ** Math.floor(step / stepSize);
}
