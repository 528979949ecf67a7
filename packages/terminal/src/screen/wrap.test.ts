import { textWidth } from '@ml/nn/node';
import { describe, expect, test } from 'vitest';
import { wrap } from './wrap.ts';

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
