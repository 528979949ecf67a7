import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { tensor } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { argsort } from './sort.ts';
import { type Topk, topk } from './topk.ts';

describe('topk', () => {
  test.each(parityCases('topk', 'movement-index.json'))('agrees with torch: $name', ({ args, expected }) => {
    const { values, indices } = call(topk, args()) as Topk;
    expectTensor(values, expected[0]);
    expectTensor(indices, expected[1]);
  });

  lawTest.prop([fc.array(fc.constantFrom(1, 2, 3, 4, 5, Number.NaN), { minLength: 16, maxLength: 300 }), fc.boolean()])(
    'selecting a few is sorting all',
    (data, largest) => {
      const x: Tensor = tensor(data);
      const k = Math.floor(data.length / 9);
      expect(toArray(topk(x, k, { largest }).indices)).toEqual(
        (toArray(argsort(x, { descending: largest })) as number[]).slice(0, k),
      );
    },
  );

  test('of equal elements the first, NaN only when nothing else is left', () => {
    const x = tensor([2, Number.NaN, 2, 1]);
    expect(toArray(topk(x, 4).indices)).toEqual([0, 2, 3, 1]);
    expect(toArray(topk(x, 1, { largest: false }).indices)).toEqual([3]);
  });

  test('names k and the axis', () => {
    expect(() => topk(zeros([2, 3]), 4)).toThrow('topk: k = 4 is not in 0…3, the size of axis 1 (shape [2, 3])');
    expect(() => topk(zeros([2, 3]), 1.5)).toThrow('topk: k = 1.5 is not in 0…3, the size of axis 1 (shape [2, 3])');
    expect(() => topk(zeros([2, 3]), 1, { axis: 5 as number })).toThrow(
      'topk: axis 5 is out of range for rank 2 (shape [2, 3])',
    );
  });
});
