import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Gap, mergeGaps, takeFromGaps } from './gaps.ts';

test('neighbours become one gap, in any order; others stay apart', () => {
  const gaps = [
    { address: 192, bytes: 64 },
    { address: 0, bytes: 64 },
    { address: 64, bytes: 128 },
    { address: 320, bytes: 64 },
  ];
  expect(mergeGaps(gaps)).toEqual([
    { address: 0, bytes: 256 },
    { address: 320, bytes: 64 },
  ]);
});

test('takes from the smallest gap that is large enough', () => {
  const gaps = [
    { address: 0, bytes: 256 },
    { address: 320, bytes: 128 },
  ];
  expect(takeFromGaps(gaps, 64)).toBe(320);
  expect(takeFromGaps(gaps, 64)).toBe(384);
  expect(gaps).toEqual([{ address: 0, bytes: 256 }]);
  expect(takeFromGaps(gaps, 320)).toBeNull();
});

test('what is taken and given back in any order is one gap again', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 })), fc.infiniteStream(fc.nat()), (sizes, picks) => {
      let gaps: Gap[] = [{ address: 64, bytes: 1024 }];
      const taken: Gap[] = [];
      for (const size of sizes) {
        const address = takeFromGaps(gaps, size);
        if (address !== null) taken.push({ address, bytes: size });
      }
      while (taken.length > 0) {
        const [gap] = taken.splice((picks.next().value as number) % taken.length, 1);
        gaps = mergeGaps([...gaps, gap]);
      }
      expect(gaps).toEqual([{ address: 64, bytes: 1024 }]);
    }),
  );
});
