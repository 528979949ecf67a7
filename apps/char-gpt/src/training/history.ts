import { emptyLosses, lossHistory, withLoss } from '@ml/terminal';
import { z } from 'zod';

/** The course of a run so far: what its curve and its report are drawn from. It travels in the checkpoint. */
export const history = z.strictObject({
  ...lossHistory.shape,
  evals: z.array(z.strictObject({ step: z.int().min(0), trainLoss: z.number(), validationLoss: z.number() })),
  /** Characters seen. */
  tokens: z.number().min(0),
});

export type History = z.infer<typeof history>;

export const emptyHistory: History = { ...emptyLosses, evals: [], tokens: 0 };

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

export function withStep(past: History, step: Step): History {
  return { ...withLoss(past, step), tokens: past.tokens + step.items };
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
