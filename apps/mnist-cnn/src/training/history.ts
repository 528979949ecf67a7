import { emptyLosses, lossHistory } from '@ml/terminal';
import { z } from 'zod';

const evaluation = z.strictObject({ step: z.int().min(0), loss: z.number(), accuracy: z.number().min(0).max(1) });

/** The course of a run so far: what its curve and its report are drawn from. It travels in the checkpoint. */
export const history = z.strictObject({
  ...lossHistory.shape,
  /** On the test digits. */
  evals: z.array(evaluation),
});

export type History = z.infer<typeof history>;
type Evaluation = z.infer<typeof evaluation>;

export const emptyHistory: History = { ...emptyLosses, evals: [] };

/** The history with one more evaluation; one of the same step is replaced. */
export function withEvaluation(past: History, { step, loss, accuracy }: Evaluation): History {
  const before = past.evals.filter((earlier) => earlier.step < step);
  return { ...past, evals: [...before, { step, loss, accuracy }] };
}

/** The most accurate evaluation, or null before the first. */
export function bestEvaluation({ evals }: History): Evaluation | null {
  return evals.reduce<Evaluation | null>(
    (best, next) => (best === null || next.accuracy > best.accuracy ? next : best),
    null,
  );
}
