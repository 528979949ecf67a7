import { describe, expect, expectTypeOf, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { eye, full, fullLike, ones, onesLike, zeros, zerosLike } from './creation-filled.ts';

const all = ['bool', 'uint8', 'int32', 'float32', 'float64'] as const;

describe('zeros, ones and full', () => {
  test.each(all)('of %s', (dtype) => {
    const [no, yes] = dtype === 'bool' ? [false, true] : [0, 1];
    expect(toArray(zeros([2, 1], { dtype }))).toEqual([[no], [no]]);
    expect(toArray(ones([2], { dtype }))).toEqual([yes, yes]);
    expect(toArray(full([2], 1, { dtype }))).toEqual([yes, yes]);
    expect(full([2], 3, { dtype }).dtype).toBe(dtype);
  });

  test('take their type from the value, or from the tensor they are like', () => {
    expect([zeros([1]).dtype, full([1], 2).dtype, full([1], true).dtype]).toEqual(['float32', 'float32', 'bool']);
    const x = ones([2], { dtype: 'int32' });
    expect([zerosLike(x).dtype, onesLike(x).dtype, fullLike(x, 4).dtype]).toEqual(['int32', 'int32', 'int32']);
    expect([toArray(zerosLike(x)), toArray(onesLike(x)), toArray(fullLike(x, 4))]).toEqual([
      [0, 0],
      [1, 1],
      [4, 4],
    ]);
    expect(onesLike(x, { dtype: 'float64' }).dtype).toBe('float64');
  });

  test('write every element of memory used before', () => {
    const used = full([500], 7);
    used.dispose();
    expect(toArray(zeros([500]))).toEqual(new Array(500).fill(0));
  });

  test('carry the shape in their type', () => {
    expectTypeOf(zeros([32, 784])).toEqualTypeOf<Tensor<[32, 784]>>();
    expectTypeOf(ones([2] as number[])).toEqualTypeOf<Tensor>();
    expectTypeOf(eye(3)).toEqualTypeOf<Tensor<[3, 3]>>();
  });

  test('refuse impossible sizes', () => {
    expect(() => zeros([2, -1])).toThrow('zeros: axis 1 has size -1, sizes are whole numbers ≥ 0 (shape [2, -1])');
    expect(() => ones([1.5])).toThrow('ones: axis 0 has size 1.5, sizes are whole numbers ≥ 0 (shape [1.5])');
    expect(() => full([Number.NaN], 1)).toThrow('full: axis 0 has size NaN, sizes are whole numbers ≥ 0 (shape [NaN])');
  });
});

describe('eye', () => {
  test.each([
    [
      2,
      2,
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      2,
      3,
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
    ],
    [3, 1, [[1], [0], [0]]],
    [0, 0, []],
  ])('%i × %i', (rows, columns, expected) => {
    expect(toArray(eye(rows, columns))).toEqual(expected);
  });
});
