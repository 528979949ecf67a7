import { textWidth } from '@ml/terminal';
import { expect, test } from 'vitest';
import { inputView } from './input-view.ts';

test('shows all of a line that fits', () => {
  expect(inputView({ text: 'hello', cursor: 2 }, 20)).toEqual({ before: 'he', under: 'l', after: 'lo' });
  expect(inputView({ text: 'hello', cursor: 5 }, 6)).toEqual({ before: 'hello', under: ' ', after: '' });
});

test('keeps the cursor in view', () => {
  const text = 'abcdefghijklmnopqrstuvwxyz';
  expect(inputView({ text, cursor: 26 }, 8)).toEqual({ before: 'tuvwxyz', under: ' ', after: '' });
  expect(inputView({ text, cursor: 0 }, 8)).toEqual({ before: '', under: 'a', after: 'b' });
  expect(inputView({ text, cursor: 13 }, 9)).toEqual({ before: 'hijklm', under: 'n', after: 'op' });
});

test('shows line ends', () => {
  expect(inputView({ text: 'a\nb', cursor: 3 }, 10).before).toBe('a⏎b');
});

test.each([1, 2, 3, 5, 10, 33])('is never wider than %i', (columns) => {
  const text = 'ab字幕🙂🙂 cdef 字字字字字 xyz';
  for (let cursor = 0; cursor <= text.length; cursor++) {
    const { before, under, after } = inputView({ text, cursor }, columns);
    expect(textWidth(before + after) + Math.max(1, textWidth(under))).toBeLessThanOrEqual(Math.max(2, columns));
  }
});
