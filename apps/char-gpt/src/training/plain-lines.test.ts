import { expect, test } from 'vitest';
import { settingsForDepth } from '../options/depth.ts';
import type { AppEvent } from './app-event.ts';
import { emptyHistory } from './history.ts';
import { PlainLines } from './plain-lines.ts';

const plan: AppEvent = {
  type: 'plan',
  out: 'runs/x',
  settings: { ...settingsForDepth(4), maxIters: 1000 },
  data: {
    source: 'blake',
    description: 'Poems',
    characters: 36365,
    vocabulary: 71,
    trainCharacters: 32728,
    validationCharacters: 3637,
  },
  parameters: 811648,
  step: 0,
  history: emptyHistory,
};
const step = (n: number): AppEvent => ({
  type: 'step',
  step: n,
  loss: 2,
  learningRate: 1e-3,
  gradNorm: 1,
  items: 768,
  seconds: 0.125,
});

test('says a line every ten seconds, and all that matters', () => {
  const lines = new PlainLines();
  const all = [
    plan,
    { type: 'start', step: 0, maxSteps: 1000, parameters: 811648 } as const,
    ...Array.from({ length: 120 }, (_, i) => step(i + 1)),
  ].flatMap((event) => lines.linesFor(event));
  expect(all).toEqual([
    'data: Poems',
    '      36,365 characters, vocabulary 71, 3,637 kept for validation',
    'model: 811,648 parameters (3.1 MiB): 4 layers, 4 heads, 128 wide, block 64, batch 12',
    'a new run in runs/x',
    'step    80/1,000  loss 2.0000  lr 1.00e-3  6.1k tokens/s  1m55s left',
  ]);
  expect(lines.linesFor({ type: 'eval', step: 120, trainLoss: 2.1, validationLoss: 2.2 })).toEqual([
    'step   120/1,000  loss 2.0000  lr 1.00e-3  6.1k tokens/s  1m50s left  train 2.1000  val 2.2000 (best)',
  ]);
  expect(lines.linesFor({ type: 'checkpoint', step: 120, path: 'runs/x/c', best: true })).toEqual([
    '  saved runs/x/c (best so far)',
  ]);
});
