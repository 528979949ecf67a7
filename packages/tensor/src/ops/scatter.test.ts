import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { item, toArray, toTypedArray } from '../plain.ts';
import { Rng } from '../rng/rng.ts';
import type { Tensor } from '../tensor.ts';
import { mul } from './binary.ts';
import { tensor } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { gather } from './gather.ts';
import { call, parityCases } from './movement.testing.ts';
import { randint } from './random.ts';
import { sum } from './reduce.ts';
import { scatterAdd } from './scatter.ts';

describe('scatterAdd', () => {
  test.each(parityCases('scatterAdd', 'movement-index.json'))(
    'agrees with torch: $name',
    ({ args, expected: [expected] }) => {
      const actual = call(scatterAdd, args()) as Tensor;
      expect(actual.shape).toEqual(expected.shape);
      // torch may add in another order
      toTypedArray(actual).forEach((x, i) => {
        expect(Math.abs(x - Number(expected.data[i]))).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(x)));
      });
    },
  );

  lawTest.prop([fc.nat()])('is the adjoint of gather: ⟨y, gather(x)⟩ = ⟨scatterAdd(0, y), x⟩', (seed) => {
    const rng = new Rng(seed);
    const x = randint(-9, 9, [4, 3], { rng }) as Tensor;
    const y = randint(-9, 9, [5, 3], { rng }) as Tensor;
    const index = randint(0, 4, [5, 3], { rng });
    const left = item(sum(mul(y, gather(x, 0, index) as Tensor)) as Tensor);
    expect(item(sum(mul(scatterAdd(zeros([4, 3], { dtype: 'int32' }) as Tensor, 0, index, y), x)) as Tensor)).toBe(
      left,
    );
  });

  test('leaves its operand alone', () => {
    const x = zeros([2]);
    scatterAdd(x, 0, tensor([1], { dtype: 'int32' }), tensor([5]));
    expect(toArray(x)).toEqual([0, 0]);
  });

  test('counts booleans', () => {
    const ones = tensor([true, true]);
    const out = scatterAdd(tensor([true, false]), 0, tensor([0, 0], { dtype: 'uint8' }), ones);
    expect([out.dtype, toArray(out)]).toEqual(['int32', [3, 0]]);
  });

  test('names what does not fit', () => {
    const x: Tensor = zeros([3]);
    const ids = (data: number[]): Tensor => tensor(data, { dtype: 'int32' });
    expect(() => scatterAdd(x, 0, ids([3]), zeros([1]))).toThrow(
      'scatterAdd: index 3 is out of range for axis 0 with size 3 (shape [3])',
    );
    expect(() => scatterAdd(x, 0, ids([0, 1]), zeros([1]))).toThrow(
      'scatterAdd: the index is larger on axis 0: 2 vs 1 (shapes [3] and [2] and [1])',
    );
    expect(() => scatterAdd(x, 0, zeros([1]), zeros([1]))).toThrow(
      'scatterAdd: the index must be int32 or uint8, not float32',
    );
  });
});
