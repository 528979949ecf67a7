import { CheckpointError } from '@ml/nn';
import { z } from 'zod';
import { chatFormat } from '../chat/chat-format.ts';
import { settings } from '../options/settings.ts';
import { history } from '../training/history.ts';

/** What this program keeps in a checkpoint beside weights and optimizer. It may come from anybody's file: it is checked. */
export const runFacts = z.object({
  app: z.literal('char-gpt'),
  settings,
  /** `tokenizer.json`; its own reader checks it. */
  tokenizer: z.json(),
  data: z.object({
    source: z.string(),
    description: z.string(),
    characters: z.int().min(0),
    sha256: z.string(),
    validationShare: z.number().gt(0).lt(1),
  }),
  chat: chatFormat,
  bestLoss: z.number().nullable(),
  history,
});

export type RunFacts = z.infer<typeof runFacts>;

/** @throws {CheckpointError} when a checkpoint was written by another program */
export function readRunFacts(user: unknown, path: string): RunFacts {
  const facts = runFacts.safeParse(user);
  if (facts.success) return facts.data;
  const [{ path: where, message }] = facts.error.issues;
  const field = where.length === 0 ? '' : ` (${where.join('.')}: ${message})`;
  throw new CheckpointError(`${path}: a checkpoint, but not one of char-gpt${field}`);
}
