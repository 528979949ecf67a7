import { expect, test } from 'vitest';
import { tally } from './tally.mjs';

test('says what was counted', () => {
  expect(tally({ passed: 7, failed: 0 }, 0)).toBe('7 passed, 0 failed');
  expect(tally({ passed: 7, failed: 2 }, 1)).toBe('7 passed, 2 failed');
});

test('a red run never says that nothing failed', () => {
  expect(tally({ passed: 7, failed: 0 }, 1)).toBe('7 passed, 1 failed');
  expect(tally(undefined, 1)).toBe('0 passed, 1 failed');
});
