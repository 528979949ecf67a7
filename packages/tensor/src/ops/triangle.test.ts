import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { toArray } from '../plain.ts';
import type { Tensor } from '../tensor.ts';
import { add } from './binary.ts';
import { tensor } from './creation.ts';
import { zeros } from './creation-filled.ts';
import { call, expectTensor, parityCases } from './movement.testing.ts';
import { anyTensor, make } from './shapes.testing.ts';
import { tril, triu } from './triangle.ts';

describe.each([
  ['tril', tril],
  ['triu', triu],
] as const)('%s', (name, fn) => {
  test.each(parityCases(name))('agrees with NumPy: $name', ({ args, expected }) => {
    expectTensor(call(fn, args()) as Tensor, expected[0]);
  });

  test('cuts NaN off', () => {
    const x = fn(
      tensor([
        [1, Number.NaN],
        [Number.NaN, 2],
      ]),
      name === 'tril' ? -1 : 1,
    );
    expect(toArray(fn(x, name === 'tril' ? -2 : 2))).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test('needs a matrix', () => {
    expect(() => fn(zeros([3]))).toThrow(`${name}: expected at least 2 axes, got 1 (shape [3])`);
  });
});

lawTest.prop([anyTensor({ minRank: 2 }), fc.integer({ min: -5, max: 5 })])(
  'tril and triu add up to the whole',
  (recipe, k) => {
    const x = make(recipe);
    expect(toArray(add(tril(x, k), triu(x, k + 1) as Tensor))).toEqual(toArray(x));
  },
);
