import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { IndexError } from '../errors.ts';
import { type NestedArray, toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { anyTensor, make } from './shapes.testing.ts';
import { slice } from './slice.ts';

describe('slice', () => {
  test.each(parityCases('slice'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(slice, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor({ minSize: 1 }), fc.nat()])('one number takes that row', (recipe, seed) => {
    const x = make(recipe);
    const i = seed % x.shape[0];
    const rows = toArray(x) as NestedArray[];
    expect(toArray(slice(x, i))).toEqual(rows[i]);
    expect(toArray(slice(x, i - x.shape[0]))).toEqual(rows[i]);
  });

  lawTest.prop([anyTensor({ minSize: 1 }), fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 })])(
    'a range is Array.prototype.slice, backwards its reverse',
    (recipe, start, stop) => {
      const x = make(recipe);
      const rows = toArray(x) as NestedArray[];
      expect(toArray(slice(x, [start, stop]))).toEqual(rows.slice(start, stop));
      expect(toArray(slice(x, { step: -1 }))).toEqual([...rows].reverse());
    },
  );

  test('is a view', () => {
    const x = zeros([4, 5]);
    expect(slice(x, [1, 3], { step: -2 }).storage).toBe(x.storage);
  });

  test('carries the shape in its type', () => {
    const x = zeros([2, 3, 4]);
    expectTypeOf(slice(x, 0)).toEqualTypeOf<Tensor<[3, 4]>>();
    expectTypeOf(slice(x, null, 1)).toEqualTypeOf<Tensor<[2, 4]>>();
    expectTypeOf(slice(x, '...', 1)).toEqualTypeOf<Tensor<[2, 3]>>();
    expectTypeOf(slice(x, [0, 1], '...')).toEqualTypeOf<Tensor<[number, 3, 4]>>();
    expectTypeOf(slice(x as Tensor, 0)).toEqualTypeOf<Tensor>();
  });

  test('names what lies outside', () => {
    const x: Tensor = zeros([2, 3]);
    expect(() => slice(x, 0, 3)).toThrow(
      new IndexError('slice: index 3 is out of range for axis 1 with size 3 (shape [2, 3])'),
    );
    expect(() => slice(x, -3)).toThrow('slice: index -3 is out of range for axis 0 with size 2 (shape [2, 3])');
    expect(() => slice(x, 0.5)).toThrow('slice: index 0.5 is out of range for axis 0 with size 2 (shape [2, 3])');
    expect(() => slice(x, Number.NaN)).toThrow(IndexError);
    expect(() => slice(x, [0, 0.5])).toThrow('slice: 0.5 is not an integer, in the range for axis 0');
    expect(() => slice(x, { step: 0 })).toThrow('slice: step 0 in the range for axis 0');
    expect(() => slice(x, '...', '...')).toThrow("slice: '...' may appear only once");
    expect(() => slice(x, 0, 0, 0)).toThrow('slice: 3 indices for rank 2 (shape [2, 3])');
  });
});
