import { z } from 'zod';

const step = z.int().min(0);

/** The course of a run so far: what its curve and its report are drawn from. It travels in the checkpoint. */
export const history = z.strictObject({
  /** Mean training losses of `stride` steps each, at the last of them. */
  losses: z.array(z.tuple([step, z.number()])),
  stride: z.int().min(1),
  /** Losses of the stride that is not yet full. */
  pending: z.array(z.number()),
  evals: z.array(z.strictObject({ step, trainLoss: z.number(), validationLoss: z.number() })),
  /** Seconds and tokens spent in steps, interruptions not counted. */
  seconds: z.number().min(0),
  tokens: z.number().min(0),
});

export type History = z.infer<typeof history>;

export const emptyHistory: History = { losses: [], stride: 1, pending: [], evals: [], seconds: 0, tokens: 0 };

/** More points than a wide terminal has dots, and few enough for a checkpoint. */
const MOST_POINTS = 1024;

interface Step {
  readonly step: number;
  readonly loss: number;
  readonly items: number;
  readonly seconds: number;
}

interface Evaluation {
  readonly step: number;
  readonly trainLoss: number;
  readonly validationLoss: number;
}

/** The history with one more step. When it is full, neighbours are averaged and the stride doubles. */
export function withStep(past: History, { step, loss, items, seconds }: Step): History {
  const spent = { seconds: past.seconds + seconds, tokens: past.tokens + items };
  const pending = [...past.pending, loss];
  if (pending.length < past.stride) return { ...past, ...spent, pending };
  const losses: [number, number][] = [...past.losses, [step, mean(pending)]];
  if (losses.length < MOST_POINTS) return { ...past, ...spent, losses, pending: [] };
  const halved = losses.flatMap(([at, value], i): [number, number][] =>
    i % 2 === 1 ? [[at, (losses[i - 1][1] + value) / 2]] : [],
  );
  return { ...past, ...spent, losses: halved, stride: 2 * past.stride, pending: [] };
}

/** The history with one more evaluation; one of the same step is replaced. */
export function withEvaluation(past: History, { step, trainLoss, validationLoss }: Evaluation): History {
  const before = past.evals.filter((evaluation) => evaluation.step < step);
  return { ...past, evals: [...before, { step, trainLoss, validationLoss }] };
}

/** The evaluation with the lowest validation loss, or null before the first. */
export function bestEvaluation({ evals }: History): Evaluation | null {
  return evals.reduce<Evaluation | null>(
    (best, next) => (best === null || next.validationLoss < best.validationLoss ? next : best),
    null,
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
