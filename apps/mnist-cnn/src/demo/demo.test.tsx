import { createStore, lineText, lineWidth } from '@ml/terminal';
import { FakeTerminal, settled } from '@ml/terminal/testing';
import { expect, test, vi } from 'vitest';
import { drawnOne } from '../testing/drawn-one.testing.ts';
import { demoLines } from './demo-lines.ts';
import { type DemoState, demoKey, updateDemo } from './demo-state.ts';
import { DemoView } from './demo-view.tsx';

const reading = { pixels: drawnOne(), truth: 1, probabilities: [0, 0.75, 0, 0, 0, 0, 0, 0.25, 0, 0] };
const state: DemoState = { index: 7, length: 10_000, playing: true, quitting: false };

test('fits every terminal, with a row to spare', () => {
  for (const columns of [2, 10, 20, 28, 31, 33, 40, 48, 49, 80, 200]) {
    for (const rows of [1, 2, 3, 8, 9, 11, 12, 15, 16, 24, 50]) {
      const lines = demoLines(reading, state, { columns, rows });
      expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
      for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
    }
  }
});

test('80 × 24 shows the digit with its bars', () => {
  const all = demoLines(reading, state, { columns: 80, rows: 24 }).map(lineText);
  expect(all[0]).toBe('1 → 1 · 75.0 % · test digit 7 of 10,000');
  expect(all[4]).toContain('████');
  expect(all[2]).toMatch(/›1 █{27} +75\.0 %/);
  expect(all.at(-1)).toContain('space stops');
});

test('keys go on, go back, stop and leave; both ends meet', () => {
  const press = (input: string, key: object = {}) =>
    demoKey(input, { ctrl: false, rightArrow: false, leftArrow: false, escape: false, ...key });
  expect([press('', { rightArrow: true }), press('', { leftArrow: true })]).toEqual(['next', 'previous']);
  expect([press(' '), press('q'), press('c', { ctrl: true }), press('x')]).toEqual(['toggle', 'quit', 'quit', null]);
  expect(updateDemo({ ...state, index: 9999 }, 'next')).toMatchObject({ index: 0, playing: false });
  expect(updateDemo({ ...state, index: 0 }, 'previous').index).toBe(9999);
  expect(updateDemo({ ...state, playing: false }, 'tick').index).toBe(7);
  expect(updateDemo(state, 'tick').index).toBe(8);
});

test('the screen plays by itself and obeys', async () => {
  const terminal = new FakeTerminal(80, 24);
  const store = createStore(state, 1);
  const dispatch = vi.fn((action) => store.update((before) => updateDemo(before, action)));
  const read = (index: number) => ({ ...reading, truth: index % 10 });
  terminal.show(<DemoView store={store} dispatch={dispatch} read={read} pause={20} />);
  await settled();
  expect(dispatch).toHaveBeenCalledWith('tick');
  await terminal.type(' ');
  const stopped = store.get().index;
  expect(terminal.lines.join('\n')).toContain('space goes on');
  await terminal.type('\u001b[C');
  expect(store.get().index).toBe(stopped + 1);
});
