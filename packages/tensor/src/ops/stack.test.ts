import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { anyTensor, make } from './shapes.testing.ts';
import { slice } from './slice.ts';
import { stack } from './stack.ts';

describe('stack', () => {
  test.each(parityCases('stack'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(stack, args()) as Tensor, expected[0]);
  });

  lawTest.prop([
    fc.array(anyTensor({ minRank: 2, maxRank: 2, minSize: 3, maxSize: 3 }), { minLength: 1, maxLength: 4 }),
  ])('row i is the i-th tensor', (recipes) => {
    const xs = recipes.map(make);
    const rows = stack(xs);
    xs.forEach((x, i) => {
      expect(toArray(slice(rows as Tensor, i))).toEqual(toArray(x));
    });
  });

  test('refuses shapes that differ', () => {
    const [x, y]: Tensor[] = [zeros([2, 3]), zeros([2, 1])];
    expect(() => stack([x, y])).toThrow('stack: shapes differ (shapes [2, 3] and [2, 1])');
    expect(() => stack([] as Tensor[])).toThrow('stack: expected at least one tensor');
  });
});
