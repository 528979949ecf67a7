import type { Schedule } from './schedule.ts';

/**
 * The same learning rate at every step.
 *
 * @example
 * constant(0.1)(7) // => 0.1
 */
export function constant(lr: number): Schedule {
  return () => lr;
}
