import { expect, test } from 'vitest';
import { clip, graphemes, textWidth } from './cell-width.ts';

test.each([
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['字幕', 4],
  ['🙂', 2],
  ['👩‍👩‍👧', 2],
  ['👍🏽', 2],
  ['❤️', 2],
  ['한국', 4],
  ['ＡＢ', 4],
  ['\u200b', 0],
  ['█░⠿│', 4],
])('textWidth(%j) is %i', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test('graphemes keeps an emoji family together', () => {
  expect(graphemes('a👩‍👩‍👧b')).toEqual(['a', '👩‍👩‍👧', 'b']);
});

test.each([
  ['hello', 5, 'hello'],
  ['hello', 4, 'hel…'],
  ['字幕字', 4, '字…'],
  ['hello', 1, '…'],
  ['hello', 0, ''],
])('clip(%j, %i) is %j', (text, columns, expected) => {
  expect(clip(text, columns)).toBe(expected);
});
