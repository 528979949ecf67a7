import { test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { tensor } from './creation.ts';
import { ones, zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { anyTensor, make } from './shapes.testing.ts';
import { maskedFill, where } from './where.ts';

describe('where', () => {
  test.each(parityCases('where', 'movement-index.json'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(where, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor()])('choosing between x and x gives x', (recipe) => {
    const x = make(recipe);
    expect(toArray(where(x, x, x) as Tensor)).toEqual(toArray(x));
  });

  test.each(['bool', 'uint8', 'int32', 'float32', 'float64'] as const)('chooses %s, long and broadcast', (dtype) => {
    const mask = tensor(Array.from({ length: 100 }, (_, i) => i % 3 === 0));
    const chosen: Tensor = where(mask, ones([2, 100], { dtype }), zeros([1], { dtype }));
    const row = Array.from({ length: 100 }, (_, i) => (dtype === 'bool' ? i % 3 === 0 : Number(i % 3 === 0)));
    expect([chosen.dtype, toArray(chosen)]).toEqual([dtype, [row, row]]);
  });

  test('what is not chosen leaves no trace', () => {
    expect(toArray(where(tensor([true, false]), tensor([1, Number.NaN]), 0))).toEqual([1, 0]);
  });

  test('names the axis that does not broadcast', () => {
    const [c, a]: Tensor[] = [zeros([2]), zeros([3])];
    expect(() => where(c, a, 0)).toThrow('where: axis -1 differs: 2 vs 3 (shapes [2] and [3] and [])');
  });
});

describe('maskedFill', () => {
  test.each(parityCases('maskedFill', 'movement-index.json'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(maskedFill, args()) as Tensor, expected[0]);
  });

  test('names the axis that does not broadcast', () => {
    const [x, mask]: Tensor[] = [zeros([2, 3]), zeros([2])];
    expect(() => maskedFill(x, mask, 0)).toThrow('maskedFill: axis -1 differs: 3 vs 2 (shapes [2, 3] and [2])');
  });
});
