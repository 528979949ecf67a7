import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { expand } from './expand.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { anyTensor, make } from './shapes.testing.ts';
import { expandDims } from './squeeze.ts';

describe('expand', () => {
  test.each(parityCases('expand'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(expand, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor(), fc.integer({ min: 0, max: 3 })])('a new leading axis repeats the whole', (recipe, n) => {
    const x = make(recipe);
    const whole = toArray(x);
    expect(toArray(expand(x, [n, ...x.shape]))).toEqual(Array.from({ length: n }, () => whole));
    expect(toArray(expand(expandDims(x, 0) as Tensor, [n, ...x.shape]))).toEqual(
      Array.from({ length: n }, () => whole),
    );
  });

  test('is a view with stride 0', () => {
    const x = zeros([2, 1]);
    const y = expand(x, [2, 1000]);
    expect(y.storage).toBe(x.storage);
    expect(y.strides).toEqual([1, 0]);
  });

  test('says what cannot stretch', () => {
    const x: Tensor = zeros([3, 2]);
    expect(() => expand(x, [3, 4])).toThrow('expand: axis -1 cannot stretch from 2 to 4 (shapes [3, 2] and [3, 4])');
    expect(() => expand(x, [2])).toThrow('expand: rank 2 does not fit rank 1 (shapes [3, 2] and [2])');
    expect(() => expand(x, [-1, 3, 2])).toThrow('expand: axis -3 cannot become -1 (shapes [3, 2] and [-1, 3, 2])');
  });
});
