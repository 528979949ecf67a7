import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { arange, linspace } from './creation-range.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';

describe.each([
  ['arange', arange],
  ['linspace', linspace],
] as const)('%s', (name, fn) => {
  test.each(parityCases(name))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(fn, args()) as Tensor, expected[0]);
  });
});

test('arange reads its arguments as NumPy does', () => {
  expect(toArray(arange(3))).toEqual([0, 1, 2]);
  expect(arange(3).dtype).toBe('float32');
  expect(toArray(arange(1, 4, { dtype: 'int32' }))).toEqual([1, 2, 3]);
  expect(toArray(arange(4, 1, -1, { dtype: 'uint8' }))).toEqual([4, 3, 2]);
});

test('endless ranges are refused', () => {
  expect(() => arange(0, 5, 0)).toThrow('arange: from 0 to 5 in steps of 0 is not a finite number of elements');
  expect(() => arange(Infinity)).toThrow('arange: from 0 to Infinity in steps of 1 is not a finite number of elements');
  expect(() => linspace(0, 1, -1)).toThrow('linspace: axis 0 has size -1, sizes are whole numbers ≥ 0 (shape [-1])');
});
