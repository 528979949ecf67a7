import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { multiplyHigh } from './multiply-high.ts';

const uint32 = () =>
  fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff), fc.nat(0xffffffff));

test.prop([uint32(), uint32()])('is ⌊a·b / 2³²⌋ of exact integers', (a, b) => {
  expect(multiplyHigh(a, b) >>> 0).toBe(Number((BigInt(a) * BigInt(b)) >> 32n));
});
