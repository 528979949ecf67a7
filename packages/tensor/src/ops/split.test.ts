import { describe, expect, test } from 'vitest';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { split } from './split.ts';

describe('split', () => {
  test.each(parityCases('split'))('agrees with NumPy: $name', ({ args, expected }) => {
    const parts = call(split, args()) as Tensor[];
    expect(parts).toHaveLength(expected.length);
    parts.forEach((part, i) => {
      expectTensor(part, expected[i]);
    });
  });

  test('gives views', () => {
    const x = zeros([4, 2]);
    expect(split(x, 2).map((part) => part.storage)).toEqual([x.storage, x.storage]);
  });

  test('says why it does not come out even', () => {
    const x = zeros([4, 6]);
    expect(() => split(x, 4, 1)).toThrow('split: axis 1 of size 6 does not split into 4 equal parts (shape [4, 6])');
    expect(() => split(x, 0)).toThrow('split: axis 0 of size 4 does not split into 0 equal parts (shape [4, 6])');
    expect(() => split(x, [1, 2])).toThrow('split: sizes [1, 2] do not add up to axis 0 of size 4 (shape [4, 6])');
    expect(() => split(x, [5, -1])).toThrow('split: sizes [5, -1] do not add up to axis 0 of size 4 (shape [4, 6])');
  });
});
