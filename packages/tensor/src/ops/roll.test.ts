import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { roll } from './roll.ts';
import { anyTensor, make } from './shapes.testing.ts';

describe('roll', () => {
  test.each(parityCases('roll'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(roll, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor(), fc.integer({ min: -9, max: 9 })])('there and back again', (recipe, shift) => {
    const x = make(recipe);
    expect(toArray(roll(roll(x, shift), -shift))).toEqual(toArray(x));
  });

  test('refuses half a step', () => {
    expect(() => roll(zeros([2]), 0.5)).toThrow('roll: shift 0.5 is not a whole number (shape [2])');
  });
});
