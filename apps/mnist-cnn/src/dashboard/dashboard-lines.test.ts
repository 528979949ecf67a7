import { lineText, lineWidth } from '@ml/terminal';
import { describe, expect, test } from 'vitest';
import { stateAfter } from '../testing/course.testing.ts';
import { dashboardLines } from './dashboard-lines.ts';
import { initialDashboard, updateDashboard } from './dashboard-state.ts';

const text = (columns: number, rows: number): string[] =>
  dashboardLines(stateAfter(450), { columns, rows }).map(lineText);

describe('a dashboard of any size', () => {
  const sizes = [2, 5, 10, 19, 20, 25, 33, 40, 48, 80, 120, 200].flatMap((columns) =>
    [1, 2, 3, 4, 8, 10, 15, 20, 24, 50, 100].map((rows) => [columns, rows]),
  );

  test.each(sizes)('%i × %i fits, with a row to spare', (columns, rows) => {
    for (const state of [initialDashboard, stateAfter(0), stateAfter(450), stateAfter(1000)]) {
      const lines = dashboardLines(state, { columns, rows });
      expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
      for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
    }
  });
});

test('20 × 10 shows progress, accuracy and a curve', () => {
  const lines = text(20, 10);
  expect(lines[1]).toBe('██▎░░  45% 450/1,000');
  expect(lines[2]).toBe('loss 0.05');
  expect(lines[3]).toBe('35s left · 1.0k/s');
  expect(lines.join('')).toMatch(/[⠁-⣿]/);
});

test('80 × 24 shows curve, confusion matrix and mistakes', () => {
  const all = text(80, 24).join('\n');
  for (const part of [
    '1.2M parameters',
    '45% 450/1,000',
    'test 96.39 %',
    'best 96.39 %',
    '35s left',
    '1.0k images/s',
    'lr 1.00e-3',
    'saved at 400',
    'is│  0  1  2  3  4  5  6  7  8  9',
    '0 │ 99 10  ·',
    '0 → 1 90 %',
    '2 → 3 88 %',
    'Ctrl-C saves',
  ]) {
    expect(all).toContain(part);
  }
  expect(all).toMatch(/[⠁-⣿]/);
  expect(all).toContain('██');
});

test('3 rows keep progress and accuracy', () => {
  expect(text(80, 3)).toHaveLength(2);
});

test('a stop shows at once, and how it ended afterwards', () => {
  const stopping = updateDashboard(stateAfter(10), { type: 'stop-requested' });
  expect(stopping.status).toBe('stopping');
  expect(updateDashboard(stopping, { type: 'end', step: 11, reason: 'stopped' }).status).toBe('stopped');
});
