import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { ShapeError } from '../errors.ts';
import { toArray, toTypedArray } from '../plain.ts';
import { Rng } from '../rng/rng.ts';
import type { Tensor } from '../tensor.ts';
import { tensor } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { einsum } from './einsum.ts';
import type { Einsum } from './einsum-types.ts';
import { matmul } from './matmul.ts';
import { call, parityCases } from './movement.testing.ts';
import { permute } from './permute.ts';
import { randint } from './random.ts';
import { sum } from './reduce.ts';

describe('einsum', () => {
  test.each(parityCases('einsum', 'movement-einsum.json'))(
    'agrees with NumPy: $name',
    ({ args, expected: [expected] }) => {
      const actual = call(einsum, args()) as Tensor;
      expect(actual.shape).toEqual(expected.shape);
      // Sums are taken in another order: the bound is relative to the largest element, whose terms may cancel in others.
      const scale = expected.data.reduce((most: number, x) => Math.max(most, Math.abs(Number(x))), 1e-300);
      toTypedArray(actual).forEach((x, i) => {
        expect(Math.abs(x - Number(expected.data[i])) / scale).toBeLessThanOrEqual(1e-13);
      });
    },
  );

  const sizes = fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4), fc.nat());
  lawTest.prop([sizes])('is matmul, permute and sum by other names', ([m, k, n, seed]) => {
    const rng = new Rng(seed);
    const draw = (...shape: number[]): Tensor => randint(-9, 10, shape, { rng, dtype: 'float64' });
    const [a, b, c] = [draw(2, m, k), draw(2, k, n), draw(m, k, n)];
    expect(toArray(einsum('bij,bjk->bik', a, b))).toEqual(toArray(matmul(a, b)));
    expect(toArray(einsum('ijk->kij', c))).toEqual(toArray(permute(c, [2, 0, 1])));
    expect(toArray(einsum('ijk->ik', c))).toEqual(toArray(sum(c, { axis: 1 })));
  });

  test('carries the shape in its type', () => {
    const [a, b] = [zeros([2, 3]), zeros([3, 4])];
    expectTypeOf(einsum('ij,jk->ik', a, b)).toEqualTypeOf<Tensor<[2, 4]>>();
    expectTypeOf(einsum('ij->ji', a)).toEqualTypeOf<Tensor<[3, 2]>>();
    expectTypeOf(einsum('ij->', a)).toEqualTypeOf<Tensor<[]>>();
    expectTypeOf(einsum('ij,jk->ik', a as Tensor, b)).toEqualTypeOf<Tensor>();
    expectTypeOf(einsum('ij,jk->ki', a as Tensor<[2, number]>, b)).toEqualTypeOf<Tensor<[4, 2]>>();
    expectTypeOf(einsum('...j->...', a)).toEqualTypeOf<Tensor>();
    expectTypeOf<Einsum<'ij,jk->ik', [[2, 3], [5, 4]]>>().toEqualTypeOf<"einsum: index 'j' has sizes 3 and 5">();
    expectTypeOf<Einsum<'ijk->i', [[2, 3]]>>().toEqualTypeOf<"einsum: 'ijk' names 3 axes, its operand has 2">();
    expectTypeOf<Einsum<'ij->k', [[2, 3]]>>().toEqualTypeOf<"einsum: 'k' in the output is in no operand">();
    expectTypeOf<Einsum<'i,j->k', [[2]]>>().toEqualTypeOf<'einsum: 2 terms for 1 operands'>();
    // @ts-expect-error the two sizes of j differ
    expect(() => einsum('ij,jk->ik', a, a)).toThrow(ShapeError);
  });

  test('says which index has two sizes', () => {
    const [a, b]: Tensor[] = [zeros([2, 3]), zeros([4, 5])];
    expect(() => einsum('ij,jk->ik', a, b)).toThrow(
      new ShapeError({
        op: 'einsum',
        problem: "'ij,jk->ik': index 'j' has sizes 3 and 4",
        shapes: [
          [2, 3],
          [4, 5],
        ],
      }),
    );
    expect(() => einsum('ii', a)).toThrow("einsum: 'ii': index 'i' has sizes 2 and 3 (shape [2, 3])");
    expect(() => einsum('...j,...k->...', zeros([2, 3]), zeros([4, 5]))).toThrow(
      "axis -1 under '...' has sizes 2 and 4",
    );
    expect(() => einsum('ij,ij', zeros([1, 3]), zeros([2, 3]))).toThrow("index 'i' has sizes 1 and 2");
  });

  test('says what is wrong with the notation', () => {
    const x: Tensor = tensor([[1, 2]]);
    expect(() => einsum('ij,jk', x)).toThrow("einsum: 'ij,jk': 2 terms for 1 operands (shape [1, 2])");
    expect(() => einsum('ijk', x)).toThrow("einsum: 'ijk': 'ijk' names 3 axes, operand 0 has 2 (shape [1, 2])");
    expect(() => einsum('i', x)).toThrow("einsum: 'i': 'i' names 1 axes, operand 0 has 2 (shape [1, 2])");
    expect(() => einsum('ij->k', x)).toThrow("einsum: 'ij->k': 'k' in the output is in no operand (shape [1, 2])");
    expect(() => einsum('ij->ii', x)).toThrow("einsum: 'ij->ii': 'i' appears twice in the output (shape [1, 2])");
    expect(() => einsum('i1', x)).toThrow("einsum: 'i1': 'i1' is not letters with at most one '...' (shape [1, 2])");
    expect(() => einsum('ij->i->j', x)).toThrow("einsum: 'ij->i->j': '->' may appear only once (shape [1, 2])");
  });
});
