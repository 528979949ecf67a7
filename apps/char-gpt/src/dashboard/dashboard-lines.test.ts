import { lineText, lineWidth } from '@ml/terminal';
import { describe, expect, test } from 'vitest';
import { stateAfter } from '../testing/course.testing.ts';
import { dashboardLines } from './dashboard-lines.ts';
import { initialDashboard } from './dashboard-state.ts';

const text = (columns: number, rows: number, steps = 450): string[] =>
  dashboardLines(stateAfter(steps), { columns, rows }).map(lineText);

describe('a dashboard of any size', () => {
  const sizes = [2, 5, 10, 19, 20, 25, 40, 80, 120, 200].flatMap((columns) =>
    [1, 2, 3, 4, 8, 10, 15, 24, 50, 100].map((rows) => [columns, rows]),
  );

  test.each(sizes)('%i × %i fits, with a row to spare', (columns, rows) => {
    for (const state of [initialDashboard, stateAfter(0), stateAfter(450), stateAfter(1000)]) {
      const lines = dashboardLines(state, { columns, rows });
      expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
      for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
    }
  });
});

test('20 × 10 shows progress, losses and a curve', () => {
  const lines = text(20, 10);
  expect(lines[1]).toBe('██▎░░  45% 450/1,000');
  expect(lines[2]).toMatch(/^loss 1\.\d\d · val 1\.\d\d$/);
  expect(lines[3]).toBe('55s left · 7.7k/s');
  expect(lines.join('')).toMatch(/[⠁-⣿]/);
  expect(lines.at(-1)).toBe('Ctrl-C saves and st…');
});

test('80 × 24 shows everything', () => {
  const all = text(80, 24).join('\n');
  for (const part of [
    '812k parameters',
    '45% 450/1,000',
    'val 1.9428',
    'best 1.9428',
    'bits/char 2.803',
    '55s left',
    '7.7k tokens/s',
    'lr 1.00e-3',
    'heap 11.8 MiB',
    'saved at 400',
    'what it writes after 400 steps',
    'said Alice',
    'Ctrl-C saves',
  ]) {
    expect(all).toContain(part);
  }
});

test('3 rows keep progress and losses', () => {
  expect(text(80, 3)).toHaveLength(2);
});
