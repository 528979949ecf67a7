import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { tensor } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { pad } from './pad.ts';
import { anyTensor, make } from './shapes.testing.ts';
import { slice } from './slice.ts';

describe('pad', () => {
  test.each(parityCases('pad'))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(pad, args()) as Tensor, expected[0]);
  });

  lawTest.prop([anyTensor(), fc.nat(3), fc.nat(3)])('the inside is what was padded', (recipe, before, after) => {
    const x = make(recipe);
    const wide = pad(
      x,
      x.shape.map(() => [before, after] as const),
      -1,
    );
    expect(toArray(slice(wide as Tensor, ...x.shape.map((n) => [before, before + n] as const)))).toEqual(toArray(x));
  });

  test('pads booleans with booleans', () => {
    expect(toArray(pad(tensor([false]), [[1, 0]], 5))).toEqual([true, false]);
  });

  test('says which widths are missing or wrong', () => {
    const x = zeros([2, 3]);
    expect(() => pad(x, [[1, 1]])).toThrow('pad: 1 pairs for rank 2 (shape [2, 3])');
    expect(() =>
      pad(x, [
        [1, 1],
        [0, -1],
      ]),
    ).toThrow('pad: width -1 on axis 1 is not a whole number ≥ 0 (shape [2, 3])');
  });
});
