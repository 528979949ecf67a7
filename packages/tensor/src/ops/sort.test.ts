import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { tensor } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { gather } from './gather.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { argsort, sort } from './sort.ts';
import { mergeOrder, stableOrder } from './sort-order.ts';
import { radixOrder } from './sort-radix.ts';

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

const numbers = fc.oneof(fc.constantFrom(1, 2, -0, 0, Number.NaN, -Infinity, Infinity), fc.float(), fc.double());

lawTest.prop([fc.array(numbers, { minLength: 1, maxLength: 100 })])(
  'the order is stable, NaN last, by either method',
  (data) => {
    for (const keys of [Float64Array.from(data), Float32Array.from(data)]) {
      const expected = Array.from(keys.keys()).sort((i, j) => {
        const [a, b] = [keys[i], keys[j]];
        if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || i - j;
        return (a < b ? -1 : a > b ? 1 : 0) || i - j;
      });
      expect([...mergeOrder(keys)]).toEqual(expected);
      expect([...radixOrder(keys)]).toEqual(expected);
    }
  },
);

test('long rows come out as short ones do', () => {
  const keys = Float64Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 613) - 300.5);
  expect(stableOrder(keys)).toEqual(mergeOrder(keys));
});
