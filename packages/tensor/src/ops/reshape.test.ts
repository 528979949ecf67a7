import { test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { transpose } from './permute.ts';
import { flatten, reshape } from './reshape.ts';
import { anyTensor, make } from './shapes.testing.ts';

describe('reshape', () => {
  test.each(parityCases('reshape'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(reshape, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor()])('flatten and back changes nothing', (recipe) => {
    const x = make(recipe);
    expect(toArray(reshape(flatten(x) as Tensor, x.shape))).toEqual(toArray(x));
  });

  test('is a view where strides allow it', () => {
    const x = zeros([4, 6]);
    expect(reshape(x, [2, 2, 6]).storage).toBe(x.storage);
    expect(reshape(transpose(x) as Tensor, [2, 3, 4]).storage).toBe(x.storage);
    expect(reshape(transpose(x) as Tensor, [24]).storage).not.toBe(x.storage);
  });

  test('names how many elements there are', () => {
    const x: Tensor = zeros([2, 3]);
    expect(() => reshape(x, [4, 2])).toThrow('reshape: 6 elements do not fit [4, 2] (shape [2, 3])');
    expect(() => reshape(x, [-1, 4])).toThrow('reshape: 6 elements do not fit [-1, 4] (shape [2, 3])');
    // @ts-expect-error the compiler says it too
    expect(() => reshape(x, [-1, -1])).toThrow('reshape: 6 elements do not fit [-1, -1] (shape [2, 3])');
  });
});
