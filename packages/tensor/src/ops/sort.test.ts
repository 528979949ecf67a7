import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { tensor } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { gather } from './gather.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { argsort, sort } from './sort.ts';
import { stableOrder } from './sort-order.ts';

describe.each([
  ['sort', sort],
  ['argsort', argsort],
] as const)('%s', (name, fn) => {
  test.each(parityCases(name, 'movement-index.json'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(fn, args()) as Tensor, expected[0]);
  });

  test('names the missing axis', () => {
    expect(() => fn(zeros([2]), { axis: 1 })).toThrow(`${name}: axis 1 is out of range for rank 1 (shape [2])`);
  });
});

lawTest.prop([fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 200 })])(
  'sort is the array argsort points at',
  (data) => {
    const x: Tensor = tensor(data, { dtype: 'int32' });
    expect(toArray(sort(x))).toEqual(data.toSorted((a, b) => a - b));
    expect(toArray(gather(x, 0, argsort(x)))).toEqual(toArray(sort(x)));
    expect(toArray(sort(x, { descending: true }))).toEqual(data.toSorted((a, b) => b - a));
  },
);

lawTest.prop([fc.array(fc.constantFrom(1, 2, 3, -0, 0, Number.NaN, -Infinity, Infinity), { maxLength: 300 })])(
  'the order is stable, NaN last',
  (data) => {
    const rank = (x: number) => (Number.isNaN(x) ? [1, 0] : [0, x]);
    const expected = data
      .map((_, i) => i)
      .sort((i, j) => {
        const [a, b] = [rank(data[i]), rank(data[j])];
        return a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0) || i - j;
      });
    expect([...stableOrder(Float64Array.from(data))]).toEqual(expected);
  },
);
