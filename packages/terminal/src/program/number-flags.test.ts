import { describe, expect, test } from 'vitest';
import { realNumber, wholeNumber } from './number-flags.ts';

describe('wholeNumber', () => {
  test.each([
    ['12', 12],
    ['1e3', 1000],
    ['+7', 7],
  ])('reads %s', (text, value) => {
    expect(wholeNumber({ min: 1 })(text)).toBe(value);
  });

  test.each([
    ['abc', 'It must be a whole number.'],
    ['', 'It must be a whole number.'],
    ['NaN', 'It must be a whole number.'],
    ['Infinity', 'It must be a whole number.'],
    ['0x10', 'It must be a whole number.'],
    ['12 ', 'It must be a whole number.'],
    ['2.5', 'It must be a whole number.'],
    ['1e300', 'It must be a whole number.'],
    ['-3', 'It must be at least 1.'],
    ['0', 'It must be at least 1.'],
    ['101', 'It must be at most 100.'],
  ])('refuses %j', (text, message) => {
    expect(() => wholeNumber({ min: 1, max: 100 })(text)).toThrow(message);
  });
});

describe('realNumber', () => {
  test.each([
    ['0.5', 0.5],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['5.', 5],
  ])('reads %s', (text, value) => {
    expect(realNumber()(text)).toBe(value);
  });

  test.each([
    ['nan', 'It must be a number.'],
    ['-1', 'It must be above 0.'],
    ['0', 'It must be above 0.'],
    ['1', 'It must be below 1.'],
    ['1e999', 'It must be a number.'],
  ])('refuses %j', (text, message) => {
    expect(() => realNumber({ above: 0, below: 1 })(text)).toThrow(message);
  });
});
