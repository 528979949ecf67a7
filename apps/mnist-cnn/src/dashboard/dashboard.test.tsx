import { createStore, textWidth } from '@ml/terminal';
import { RunScreen } from '@ml/terminal/ink';
import { FakeTerminal, settled } from '@ml/terminal/testing';
import { describe, expect, test, vi } from 'vitest';
import { course, stateAfter } from '../testing/course.testing.ts';
import { dashboardLines } from './dashboard-lines.ts';
import { initialDashboard, updateDashboard } from './dashboard-state.ts';

describe.each([
  [20, 10],
  [80, 24],
  [200, 50],
])('on a terminal of %i × %i', (columns, rows) => {
  test('follows a run', async () => {
    const terminal = new FakeTerminal(columns, rows);
    const store = createStore(initialDashboard, 10);
    terminal.show(<RunScreen store={store} linesOf={dashboardLines} onInterrupt={() => {}} />);
    expect(terminal.lines.join('\n')).toContain('mnist-cnn');
    for (const event of course(450)) store.update((state) => updateDashboard(state, event));
    await settled();
    expect(terminal.lines.length).toBeLessThan(rows);
    for (const line of terminal.lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    expect(terminal.lines.join('\n')).toContain('45%');
  });
});

test('follows the size of its terminal and hands on Ctrl-C', async () => {
  const terminal = new FakeTerminal(200, 50);
  const onInterrupt = vi.fn();
  const store = createStore(stateAfter(450), 10);
  terminal.show(<RunScreen store={store} linesOf={dashboardLines} onInterrupt={onInterrupt} />);
  terminal.resize(20, 8);
  await settled();
  expect(terminal.lines.length).toBeLessThan(8);
  await terminal.type('hello');
  expect(onInterrupt).not.toHaveBeenCalled();
  await terminal.type('\u0003');
  expect(onInterrupt).toHaveBeenCalledOnce();
});
