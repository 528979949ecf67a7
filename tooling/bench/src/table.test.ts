import { expect, test } from 'vitest';
import { cell, table } from './table.ts';

test.each([
  [1.23456, '1.23'],
  [0.000123456, '0.000123'],
  [56_789.4, '56,789'],
  [1_234_567, '1,234,567'],
  [0, '0'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  ['', ''],
  [undefined, ''],
])('%s is written %j', (value, text) => {
  expect(cell(value)).toBe(text);
});

test('columns are those of all rows, in order of appearance', () => {
  expect(
    table([
      { n: 32, a: 0.5 },
      { n: 64, b: 'x' },
    ]),
  ).toBe('| n | a | b |\n| --- | --- | --- |\n| 32 | 0.5 |  |\n| 64 |  | x |');
});
