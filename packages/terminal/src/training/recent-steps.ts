/** Sums over the last steps, older ones fading: the quotients are smooth where single batches jump. */
export interface RecentSteps {
  readonly steps: number;
  readonly losses: number;
  readonly items: number;
  readonly seconds: number;
}

export const recentNothing: RecentSteps = { steps: 0, losses: 0, items: 0, seconds: 0 };

const MEMORY = 0.97;

interface Step {
  readonly loss: number;
  readonly items: number;
  readonly seconds: number;
}

/** The sums with one more step. */
export const recentSteps = {
  with: ({ steps, losses, items, seconds }: RecentSteps, step: Step): RecentSteps => ({
    steps: MEMORY * steps + 1,
    losses: MEMORY * losses + step.loss,
    items: MEMORY * items + step.items,
    seconds: MEMORY * seconds + step.seconds,
  }),
  /** Mean training loss; null before the first step. */
  loss: ({ steps, losses }: RecentSteps): number | null => (steps === 0 ? null : losses / steps),
  /** Items a second, 0 before the first step. */
  speed: ({ seconds, items }: RecentSteps): number => (seconds === 0 ? 0 : items / seconds),
  /** Seconds that so many more steps take; infinite while nothing is known. */
  timeFor: ({ steps, seconds }: RecentSteps, more: number): number =>
    steps === 0 ? Infinity : (seconds / steps) * more,
} as const;
