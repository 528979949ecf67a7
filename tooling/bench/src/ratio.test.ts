import { expect, test } from 'vitest';
import { milliseconds, speedup, speedups } from './ratio.ts';

const times = {
  ours: { min: 0.002, median: 0.003, runs: 9 },
  theirs: { min: 0.005, median: 0.006, runs: 9 },
};

test('a speed-up is above 1 where ours takes less time', () => {
  expect(speedup(times.ours, times.theirs)).toBe(2.5);
  expect(speedup(times.theirs, times.ours)).toBe(0.4);
});

test('nobody to compare with leaves the cell empty', () => {
  expect(speedups(times.ours, times, ['theirs', 'absent'])).toEqual({ '× theirs': 2.5, '× absent': '' });
});

test('seconds become milliseconds', () => {
  expect(milliseconds(times.ours)).toEqual({ 'ms, min': 2, 'ms, median': 3 });
});
