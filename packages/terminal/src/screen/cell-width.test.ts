import { describe, expect, test } from 'vitest';
import { clip, graphemes, textWidth, wrap } from './cell-width.ts';

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

describe('wrap', () => {
  test('breaks at spaces', () => {
    expect(wrap('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
  });

  test('breaks words that are longer than a line', () => {
    expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
  });

  test('keeps line ends, also empty lines', () => {
    expect(wrap('one\n\ntwo', 10)).toEqual(['one', '', 'two']);
  });

  test.each([1, 2, 3, 7, 20])('no line is wider than %i', (columns) => {
    const text = 'Wide 字幕字幕 and 🙂🙂🙂 and  spaces, averyverylongword; end';
    for (const line of wrap(text, columns)) expect(textWidth(line)).toBeLessThanOrEqual(Math.max(2, columns));
    expect(wrap(text, columns).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });
});
