import { describe, expect, test } from 'vitest';
import type { Tensor } from '../tensor.ts';
import { zeros } from './creation-filled.ts';
import { diagonal } from './diagonal.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';

describe('diagonal', () => {
  test.each(parityCases('diagonal'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(diagonal, args()) as Tensor, expected[0]);
  });

  test('is a view', () => {
    const x = zeros([3, 3]);
    expect(diagonal(x, { offset: 1 }).storage).toBe(x.storage);
  });

  test('needs two different axes', () => {
    expect(() => diagonal(zeros([3]))).toThrow('diagonal: axis -2 is out of range for rank 1 (shape [3])');
    expect(() => diagonal(zeros([3, 3]), { axis1: 1 })).toThrow('diagonal: axis 1 appears twice (shape [3, 3])');
  });
});
