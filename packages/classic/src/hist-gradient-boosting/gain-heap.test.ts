import { test as fuzz } from '@fast-check/vitest';
import { array, integer } from 'fast-check';
import { expect, test } from 'vitest';
import { GainHeap } from './gain-heap.ts';

fuzz.prop([array(integer({ min: 0, max: 20 }))])('gains come out in descending order', (gains) => {
  const heap = new GainHeap<{ gain: number }>();
  for (const gain of gains) heap.push({ gain });
  const out = gains.map(() => heap.pop().gain);
  expect(out).toEqual([...gains].sort((a, b) => b - a));
  expect(heap.size).toBe(0);
});

test('equal gains come out as from heapq of Python', () => {
  const heap = new GainHeap<{ gain: number; name: string }>();
  for (const name of 'abcdefg') heap.push({ gain: 1, name });
  // [heappop(h)[1] for …] after heappush of items that compare equal.
  expect(
    'abcdefg'
      .split('')
      .map(() => heap.pop().name)
      .join(''),
  ).toBe('acfgebd');
});
