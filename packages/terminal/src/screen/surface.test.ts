import { expect, test } from 'vitest';
import { detectSurface, wantsColors } from './surface.ts';

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '3' }, false, true],
  [{ TERM: 'dumb' }, true, false],
])('colours with %o on a terminal (%s): %s', (env, isTerminal, expected) => {
  expect(wantsColors(env, isTerminal)).toBe(expected);
});

test.each([
  [true, true, true, true],
  [false, true, true, false],
  [false, true, false, true],
  [true, false, false, false],
])('input a terminal %s, output %s, input needed %s: interactive %s', (stdin, stdout, needsInput, interactive) => {
  const streams = { stdin: { isTTY: stdin }, stdout: { isTTY: stdout }, env: {} } as unknown as NodeJS.Process;
  expect(detectSurface(streams, { needsInput }).interactive).toBe(interactive);
});
