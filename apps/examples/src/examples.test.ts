import { Rng } from '@ml/tensor';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import type { ExampleResult } from './example.ts';
import { examples } from './examples.ts';

/** What each must have learned with so much effort. */
const expected: Readonly<Record<string, { effort: number; learned: (result: ExampleResult) => void }>> = {
  spiral: {
    effort: 0.5,
    learned: ({ numbers, pictures }) => {
      expect(numbers.accuracy).toBeGreaterThan(0.97);
      expect(PNG.sync.read(Buffer.from(pictures['spiral.png']))).toMatchObject({ width: 128, height: 128 });
    },
  },
  reversal: { effort: 0.5, learned: ({ numbers }) => expect(numbers.accuracy).toBeGreaterThan(0.99) },
};

test('every example is tried', () => {
  expect(Object.keys(expected).sort()).toEqual(Object.keys(examples).sort());
});

test.each(Object.entries(expected))('%s learns', { timeout: 180_000 }, async (name, { effort, learned }) => {
  const lines: string[] = [];
  const result = await examples[name].run({ rng: new Rng(1), effort, log: (line) => lines.push(line) });
  learned(result);
  expect(lines.length).toBeGreaterThanOrEqual(9);
});
