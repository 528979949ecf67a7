import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { concat } from './concat.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { anyTensor, make } from './shapes.testing.ts';
import { split } from './split.ts';

describe('concat', () => {
  test.each(parityCases('concat'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(concat, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor(), fc.nat(), fc.nat()])('puts together what split took apart', (recipe, place, cut) => {
    const x = make(recipe);
    const axis = place % x.rank;
    const first = cut % (x.shape[axis] + 1);
    const parts = split(x, [first, x.shape[axis] - first], axis);
    expect(toArray(concat(parts, axis))).toEqual(toArray(x));
  });

  test('adds sizes in its type', () => {
    expectTypeOf(concat([zeros([2, 3]), zeros([4, 3])])).toEqualTypeOf<Tensor<[6, 3]>>();
  });

  test('names the axis that differs', () => {
    const [x, y, z]: Tensor[] = [zeros([2, 3]), zeros([2, 4]), zeros([2])];
    expect(() => concat([x, y])).toThrow('concat: axis 1 differs: 3 vs 4 (shapes [2, 3] and [2, 4])');
    expect(() => concat([x, z])).toThrow('concat: ranks differ: 2 vs 1 (shapes [2, 3] and [2])');
    expect(() => concat([x, x], 2)).toThrow('concat: axis 2 is out of range for rank 2 (shape [2, 3])');
    expect(() => concat([] as Tensor[])).toThrow('concat: expected at least one tensor');
  });
});
