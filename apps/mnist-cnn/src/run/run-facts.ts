import { CheckpointError } from '@ml/nn';
import { z } from 'zod';
import { settings } from '../options/settings.ts';
import { history } from '../training/history.ts';

/** What this program keeps in a checkpoint beside weights and optimizer. It may come from anybody's file: it is checked. */
export const runFacts = z.object({
  app: z.literal('mnist-cnn'),
  settings,
  history,
});

export type RunFacts = z.infer<typeof runFacts>;

/** @throws {CheckpointError} when a checkpoint was written by another program */
export function readRunFacts(user: unknown, path: string): RunFacts {
  const facts = runFacts.safeParse(user);
  if (facts.success) return facts.data;
  const [{ path: where, message }] = facts.error.issues;
  const field = where.length === 0 ? '' : ` (${where.join('.')}: ${message})`;
  throw new CheckpointError(`${path}: a checkpoint, but not one of mnist-cnn${field}`);
}
