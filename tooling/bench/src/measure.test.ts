import { expect, test } from 'vitest';
import { measure, summarize } from './measure.ts';

test('takes turns and counts every run', async () => {
  const order: string[] = [];
  const noted = (name: string) => () => void order.push(name);
  const result = await measure({ a: noted('a'), b: noted('b') }, { seconds: 0, warmUp: 0, batch: 0 });
  expect(order.join('')).toBe('ab'.repeat(6)); // one run of each to see how long it takes, five that count
  expect(result.a.runs).toBe(5);
  expect(result.b.min).toBeLessThanOrEqual(result.b.median);
});

test('a slow variant sits out when its share is used up', async () => {
  const wait = (milliseconds: number) => () => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const { slow, fast } = await measure({ slow: wait(30), fast: wait(1) }, { seconds: 0.1, runs: 2, warmUp: 0 });
  expect(slow.runs).toBe(2);
  expect(fast.runs).toBeGreaterThan(2);
  expect(slow.min).toBeGreaterThan(0.025);
});

test('prepares before every run, and the clock does not see it', async () => {
  const order: string[] = [];
  const prepare = () => new Promise<void>((resolve) => setTimeout(resolve, 40)).then(() => void order.push('p'));
  const run = () => void order.push('r');
  const { a } = await measure({ a: { prepare, run } }, { seconds: 0, runs: 2, warmUp: 0, batch: 0 });
  expect(order.join('')).toBe('prprpr');
  expect(a.median).toBeLessThan(0.02);
});

test('short work is repeated until it fills a batch, and counted once', async () => {
  let calls = 0;
  const { a } = await measure({ a: () => void calls++ }, { seconds: 0, runs: 3, warmUp: 0, batch: 0.002 });
  expect(calls).toBeGreaterThan(100);
  expect(a.median).toBeLessThan(1e-4);
  expect(a.runs).toBe(3);
});

test('medians of odd and even counts', () => {
  expect(summarize([3, 1, 2])).toEqual({ min: 1, median: 2, runs: 3 });
  expect(summarize([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, runs: 4 });
});
