import { expect, test } from 'vitest';
import { defaultSettings } from '../options/settings.ts';
import { emptyHistory, withEvaluation } from '../training/history.ts';
import { classScores } from './class-scores.ts';
import { lossCurve } from './loss-curve.ts';
import { reportMarkdown } from './report-markdown.ts';
import { resultLines } from './result-lines.ts';

const confusion = [
  [8, 2, 0],
  [1, 4, 0],
  [0, 0, 0],
];
const result = { loss: 0.25, accuracy: 0.8, confusion };
const history = [
  { step: 0, loss: 2.3, accuracy: 0.1 },
  { step: 10, loss: 0.3, accuracy: 0.9 },
  { step: 20, loss: 0.25, accuracy: 0.8 },
].reduce(withEvaluation, { ...emptyHistory, seconds: 2 });

test('precision and recall as scikit-learn counts them; undefined ones are null', () => {
  expect(classScores(confusion)).toEqual([
    { support: 10, precision: 8 / 9, recall: 0.8 },
    { support: 5, precision: 4 / 6, recall: 0.8 },
    { support: 0, precision: null, recall: null },
  ]);
});

test('the report has accuracy, epochs, scores, confusion, settings and machine', () => {
  const report = reportMarkdown(
    { settings: defaultSettings, history, step: 20, parameters: 99, result },
    'a machine',
    'c.svg',
  );
  for (const part of [
    '**80.00 %** of 15 test digits are read right (3 are not); cross-entropy 0.2500.',
    '| 10 | 90.00 % | 0.3000 |',
    'The most accurate was 90.00 % after step 10.',
    '| precision | 88.89 % | 66.67 % | – |',
    '| **1** | 1 | 4 |  |',
    '- `--batch-size 64`',
    '- `--augment` off',
    '640 images/s',
    'a machine',
    '(c.svg)',
  ]) {
    expect(report).toContain(part);
  }
});

test('the curve leaves out what an untrained network scores, and names the lowest loss', () => {
  const { series, best } = lossCurve(history);
  expect(series[1].points).toEqual([
    [10, 0.3],
    [20, 0.25],
  ]);
  expect(best).toMatchObject({ step: 20, value: 0.25 });
  expect(lossCurve(emptyHistory).best).toBeNull();
});

test('eval prints aligned tables', () => {
  const lines = resultLines(result);
  expect(lines[1]).toBe('accuracy    80.00 % (3 wrong)');
  expect(lines[5]).toBe('0             10    88.89 %   80.00 %');
  expect(lines.at(-3)).toBe('0  │     8     2     ·');
});
