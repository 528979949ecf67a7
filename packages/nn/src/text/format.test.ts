import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatShort } from './format.ts';

test.each([
  [formatCount(1234567), '1,234,567'],
  [formatShort(999), '999'],
  [formatShort(999.7), '1.0k'],
  [formatShort(12_345), '12.3k'],
  [formatShort(123_456), '123k'],
  [formatShort(811_648), '812k'],
  [formatShort(1_234_567), '1.2M'],
  [formatShort(4.1e9), '4.1G'],
  [formatShort(Infinity), '–'],
  [formatBytes(0), '0 B'],
  [formatBytes(1023), '1023 B'],
  [formatBytes(3.5 * 2 ** 20), '3.5 MiB'],
  [formatDuration(7.4), '7s'],
  [formatDuration(59.6), '1m00s'],
  [formatDuration(245), '4m05s'],
  [formatDuration(3 * 3600 + 120), '3h02m'],
  [formatDuration(100 * 3600), '4d04h'],
  [formatDuration(Infinity), '–'],
])('%s', (formatted, expected) => {
  expect(formatted).toBe(expected);
});
