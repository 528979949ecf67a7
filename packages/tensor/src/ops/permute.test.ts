import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { moveAxis, permute, transpose } from './permute.ts';
import { anyTensor, make } from './shapes.testing.ts';

describe('permute', () => {
  test.each(parityCases('permute'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(permute, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor(), fc.infiniteStream(fc.nat())])('the inverse permutation undoes it', (recipe, keys) => {
    const x = make(recipe);
    const weights = x.shape.map(() => keys.next().value as number);
    const axes = x.shape.map((_, axis) => axis).sort((a, b) => weights[a] - weights[b]);
    const inverse = axes.map((_, axis) => axes.indexOf(axis));
    expect(toArray(permute(permute(x, axes) as Tensor, inverse))).toEqual(toArray(x));
  });

  test('is a view', () => {
    const x = zeros([2, 3]);
    expect(permute(x, [1, 0]).storage).toBe(x.storage);
  });

  test('names the axes that are not a permutation', () => {
    const x: Tensor = zeros([2, 3]);
    expect(() => permute(x, [0, 0])).toThrow('permute: axes [0, 0] do not name each of 2 axes once (shape [2, 3])');
    expect(() => permute(x, [0])).toThrow('permute: axes [0] do not name each of 2 axes once (shape [2, 3])');
    expect(() => permute(x, [0, 2])).toThrow('permute: axis 2 is out of range for rank 2 (shape [2, 3])');
  });
});

describe('transpose', () => {
  test.each(parityCases('transpose'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(transpose, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor({ minRank: 2 })])('twice changes nothing', (recipe) => {
    const x = make(recipe);
    expect(toArray(transpose(transpose(x) as Tensor))).toEqual(toArray(x));
  });

  test('needs two axes', () => {
    expect(() => transpose(zeros([3]) as Tensor)).toThrow('transpose: axis -2 is out of range for rank 1 (shape [3])');
  });
});

describe('moveAxis', () => {
  test.each(parityCases('moveAxis'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(moveAxis, args()) as Tensor, expected[0]);
  });

  test('names the missing axis', () => {
    expect(() => moveAxis(zeros([2, 3]), 0, 2)).toThrow('moveAxis: axis 2 is out of range for rank 2 (shape [2, 3])');
  });
});
