import { expect, test } from 'vitest';
import { measure, summarize } from './measure.ts';
import { withSection } from './publish.ts';

test('takes turns and counts every run', () => {
  const order: string[] = [];
  const result = measure({ a: () => order.push('a'), b: () => order.push('b') }, { seconds: 0, warmUp: 1 });
  expect(order.join('')).toBe('ab'.repeat(6));
  expect(result.a.runs).toBe(5);
  expect(result.b.min).toBeLessThanOrEqual(result.b.median);
});

test('medians of odd and even counts', () => {
  expect(summarize([3, 1, 2])).toEqual({ min: 1, median: 2, runs: 3 });
  expect(summarize([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, runs: 4 });
});

test('a section replaces the one of its heading and leaves the others', () => {
  const text = '# All\n\n## A\n\nold\n\n## B\n\nkept\n';
  expect(withSection(text, 'A', '## A\n\nnew\n')).toBe('# All\n\n## A\n\nnew\n\n## B\n\nkept\n');
  expect(withSection(text, 'C', '## C\n\nadded\n')).toBe('# All\n\n## A\n\nold\n\n## B\n\nkept\n\n## C\n\nadded\n');
});
