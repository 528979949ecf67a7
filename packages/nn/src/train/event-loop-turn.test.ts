import { afterEach, expect, test, vi } from 'vitest';
import { eventLoopTurn } from './event-loop-turn.ts';

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['setImmediate', []],
  ['MessageChannel', ['setImmediate']],
  ['setTimeout', ['setImmediate', 'MessageChannel']],
])('with %s a timer that is due gets its turn', async (_, absent) => {
  for (const name of absent) vi.stubGlobal(name, undefined);
  let fired = false;
  setTimeout(() => {
    fired = true;
  }, 1);
  for (let turns = 0; !fired; turns++) {
    if (turns > 100_000) throw new Error('the timer never fired');
    await eventLoopTurn();
  }
  expect(fired).toBe(true);
});
