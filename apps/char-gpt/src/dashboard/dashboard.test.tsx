import { createStore, textWidth } from '@ml/terminal';
import { RunScreen } from '@ml/terminal/ink';
import { FakeTerminal, settled } from '@ml/terminal/testing';
import { describe, expect, test, vi } from 'vitest';
import { course } from '../testing/course.testing.ts';
import { dashboardLines } from './dashboard-lines.ts';
import { initialDashboard, updateDashboard } from './dashboard-state.ts';

describe.each([
  [20, 10],
  [40, 15],
  [80, 24],
  [200, 50],
])('on a terminal of %i × %i', (columns, rows) => {
  test('follows a run', async () => {
    const terminal = new FakeTerminal(columns, rows);
    const store = createStore(initialDashboard, 10);
    terminal.show(<RunScreen linesOf={dashboardLines} store={store} onInterrupt={() => {}} />);
    expect(terminal.lines.join('\n')).toContain('char-gpt');
    for (const event of course(450)) store.update((state) => updateDashboard(state, event));
    await settled();
    expect(terminal.lines.length).toBeLessThan(rows);
    for (const line of terminal.lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    expect(terminal.lines.join('\n')).toContain('45%');
    expect(terminal.frames.length).toBeLessThan(10);
  });
});

test('follows the size of its terminal', async () => {
  const terminal = new FakeTerminal(200, 50);
  const store = createStore(course(450).reduce(updateDashboard, initialDashboard), 10);
  terminal.show(<RunScreen linesOf={dashboardLines} store={store} onInterrupt={() => {}} />);
  terminal.resize(20, 8);
  await settled();
  expect(terminal.lines.length).toBeLessThan(8);
  for (const line of terminal.lines) expect(textWidth(line)).toBeLessThanOrEqual(20);
});

test('hands on Ctrl-C and swallows the rest', async () => {
  const terminal = new FakeTerminal(80, 24);
  const onInterrupt = vi.fn();
  terminal.show(
    <RunScreen linesOf={dashboardLines} store={createStore(initialDashboard, 10)} onInterrupt={onInterrupt} />,
  );
  await settled();
  await terminal.type('hello');
  expect(onInterrupt).not.toHaveBeenCalled();
  expect(terminal.lines.join('\n')).not.toContain('hello');
  await terminal.type('\u0003');
  expect(onInterrupt).toHaveBeenCalledOnce();
});
