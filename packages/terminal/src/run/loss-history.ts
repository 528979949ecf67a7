import { z } from 'zod';

/** The losses of a run so far: what its curve is drawn from. It travels in the checkpoint. */
export const lossHistory = z.strictObject({
  /** Mean training losses of `stride` steps each, at the last of them. */
  losses: z.array(z.tuple([z.int().min(0), z.number()])),
  stride: z.int().min(1),
  /** Losses of the stride that is not yet full. */
  pending: z.array(z.number()),
  /** Seconds spent in steps, interruptions not counted. */
  seconds: z.number().min(0),
});

export type LossHistory = z.infer<typeof lossHistory>;

export const emptyLosses: LossHistory = { losses: [], stride: 1, pending: [], seconds: 0 };

/** More points than a wide terminal has dots, and few enough for a checkpoint. */
const MOST_POINTS = 1024;

interface Step {
  readonly step: number;
  readonly loss: number;
  readonly seconds: number;
}

/** The history with one more step. When it is full, neighbours are averaged and the stride doubles. */
export function withLoss<H extends LossHistory>(past: H, { step, loss, seconds }: Step): H {
  const now = { ...past, seconds: past.seconds + seconds };
  const pending = [...past.pending, loss];
  if (pending.length < past.stride) return { ...now, pending };
  const losses: [number, number][] = [...past.losses, [step, mean(pending)]];
  if (losses.length < MOST_POINTS) return { ...now, losses, pending: [] };
  const halved = losses.flatMap(([at, value], i): [number, number][] =>
    i % 2 === 1 ? [[at, (losses[i - 1][1] + value) / 2]] : [],
  );
  return { ...now, losses: halved, stride: 2 * past.stride, pending: [] };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
