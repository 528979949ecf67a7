import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { anyTensor, make } from './shapes.testing.ts';
import { expandDims, squeeze } from './squeeze.ts';

describe('squeeze', () => {
  test.each(parityCases('squeeze'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(squeeze, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor({ minSize: 1 }), fc.nat(4)])('undoes expandDims, and both are views', (recipe, place) => {
    const x = make(recipe);
    const axis = Math.min(place, x.rank);
    const wide: Tensor = expandDims(x, axis);
    const back: Tensor = squeeze(wide, axis);
    expect(back.storage).toBe(x.storage);
    expect(toArray(back)).toEqual(toArray(x));
  });

  test('refuses an axis that is not 1', () => {
    const x: Tensor = zeros([1, 3]);
    expect(() => squeeze(x, 1)).toThrow('squeeze: axis 1 has size 3, not 1 (shape [1, 3])');
    expect(() => squeeze(x, 2)).toThrow('squeeze: axis 2 is out of range for rank 2 (shape [1, 3])');
  });
});

describe('expandDims', () => {
  test.each(parityCases('expandDims'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(expandDims, args()) as Tensor, expected[0]);
  });

  test('names the axis that the result has not', () => {
    const x: Tensor = zeros([2]);
    expect(() => expandDims(x, 2)).toThrow("expandDims: axis 2 is out of range for the result's rank 2 (shape [2])");
    expect(() => expandDims(x, 0.5)).toThrow(
      "expandDims: axis 0.5 is out of range for the result's rank 2 (shape [2])",
    );
  });
});
