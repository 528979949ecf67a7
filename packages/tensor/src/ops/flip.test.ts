import { test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type NestedArray, toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { flip } from './flip.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { anyTensor, make } from './shapes.testing.ts';

describe('flip', () => {
  test.each(parityCases('flip'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(flip, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor()])('twice changes nothing; once reverses the rows', (recipe) => {
    const x = make(recipe);
    expect(toArray(flip(flip(x)))).toEqual(toArray(x));
    expect(toArray(flip(x, 0))).toEqual((toArray(x) as NestedArray[]).reverse());
  });

  test('names an axis that is not there, or there twice', () => {
    expect(() => flip(zeros([2]), 1)).toThrow('flip: axis 1 is out of range for rank 1 (shape [2])');
    expect(() => flip(zeros([2]), [0, -1])).toThrow('flip: axis 0 appears twice (shape [2])');
  });
});
