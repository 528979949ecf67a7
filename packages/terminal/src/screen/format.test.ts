import { expect, test } from 'vitest';
import { formatLoss, formatRate } from './format.ts';

test.each([
  [formatLoss(1.88), '1.8800'],
  [formatLoss(null), '–'],
  [formatRate(1e-3), '1.00e-3'],
  [formatRate(0), '0'],
])('%s', (formatted, expected) => {
  expect(formatted).toBe(expected);
});
