import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { tensor } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { arange } from './creation-range.ts';
import { indexSelect, maskedSelect, nonzero } from './index-select.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';
import { stack } from './stack.ts';

describe.each([
  ['indexSelect', indexSelect],
  ['maskedSelect', maskedSelect],
  ['nonzero', nonzero],
] as const)('%s', (name, fn) => {
  test.each(parityCases(name, 'movement-index.json'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(fn, args()) as Tensor, expected[0]);
  });
});

test('indexSelect takes plain numbers', () => {
  expect(toArray(indexSelect(tensor([[1, 2, 3]]), 1, [2, 0, 2]))).toEqual([[3, 1, 3]]);
  expect(toArray(indexSelect(tensor([[1, 2, 3]]), 1, []))).toEqual([[]]);
});

test.each([0, 1, 2])('indexSelect takes whole rows of contiguous memory along axis %i', (axis) => {
  const x: Tensor = reshape(arange(4 * 3 * 20), [4, 3, 20]);
  const ids = [2, 0, 2, 1, 1];
  const rows = ids.map((id) => slice(x, ...new Array<null>(axis).fill(null), id));
  expect(toArray(indexSelect(x, axis, ids))).toEqual(toArray(stack(rows, axis)));
});

test('indexSelect names what does not fit', () => {
  const x = zeros([2, 3]);
  expect(() => indexSelect(x, 2 as number, [0])).toThrow(
    'indexSelect: axis 2 is out of range for rank 2 (shape [2, 3])',
  );
  expect(() => indexSelect(x, 0, [2])).toThrow(
    'indexSelect: index 2 is out of range for axis 0 with size 2 (shape [2, 3])',
  );
  expect(() => indexSelect(x, 0, tensor([[0]], { dtype: 'int32' }))).toThrow(
    'indexSelect: ids must have one axis (shapes [2, 3] and [1, 1])',
  );
  expect(() => indexSelect(x, 0, tensor([0]))).toThrow(
    'indexSelect: the index must be int32 or uint8, not float32 (shape [1])',
  );
});

test('maskedSelect wants a mask for every element', () => {
  expect(() => maskedSelect(zeros([2, 3]), zeros([3]))).toThrow('maskedSelect: shapes differ (shapes [2, 3] and [3])');
});

test('nonzero of a scalar has rows of no indices', () => {
  expect(nonzero(tensor(5)).shape).toEqual([1, 0]);
  expect(nonzero(tensor(0)).shape).toEqual([0, 0]);
});
