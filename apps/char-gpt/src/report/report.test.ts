import { describe, expect, test } from 'vitest';
import { settingsForDepth } from '../options/depth.ts';
import { emptyHistory, type History } from '../training/history.ts';
import { lossCurve } from './loss-curve.ts';
import { reportMarkdown } from './report-markdown.ts';

const history: History = {
  ...emptyHistory,
  losses: [
    [1, 4],
    [2, 3],
    [3, 2.5],
  ],
  evals: [
    { step: 0, trainLoss: 4.2, validationLoss: 4.3 },
    { step: 2, trainLoss: 2, validationLoss: Math.LN2 },
    { step: 3, trainLoss: 1.5, validationLoss: 2 },
  ],
  seconds: 100,
  tokens: 768_000,
};

const content = {
  facts: {
    app: 'char-gpt',
    settings: settingsForDepth(4),
    tokenizer: {},
    data: { source: 'blake', description: 'Poems', characters: 100, sha256: 'abc', validationShare: 0.1 },
    chat: { style: 'lines', separator: '\n' },
    bestLoss: 1,
    history,
  },
  data: {
    source: 'blake',
    description: 'Poems',
    characters: 100,
    vocabulary: 71,
    trainCharacters: 90,
    validationCharacters: 10,
  },
  step: 3,
  parameters: 1234,
  samples: ['a poem', 'with ``` fences'],
} as const;

describe('the report', () => {
  const report = reportMarkdown(content, 'a machine', 'curve.svg');

  test('has the last losses and the best, in nats and bits', () => {
    expect(report).toContain('| at the end | 1.5000 | 2.0000 | 2.8854 |');
    expect(report).toContain('| best, step 2 | 2.0000 | 0.6931 | 1.0000 |');
  });

  test('names data, configuration, speed and machine', () => {
    for (const part of [
      'vocabulary: 71',
      'sha256 `abc`',
      '`--n-layer 4`',
      '1m40s in training steps, 7,680 characters/s',
      'a machine',
      '(curve.svg)',
    ]) {
      expect(report).toContain(part);
    }
  });

  test('fences hold whatever the model writes', () => {
    expect(report).toContain('```text\na poem\n```');
    expect(report).toContain('````text\nwith ``` fences\n````');
  });
});

describe('the curve', () => {
  test('has three lines and names the best loss', () => {
    const { series, best } = lossCurve(history);
    expect(series.map(({ name, points }) => [name, points.length])).toEqual([
      ['training batches', 3],
      ['training', 3],
      ['validation', 3],
    ]);
    expect(best).toMatchObject({ step: 2, value: Math.LN2 });
  });

  test('of a run without a step has no points', () => {
    expect(lossCurve(emptyHistory)).toMatchObject({ series: [{ points: [] }, {}, {}], best: null });
  });
});
