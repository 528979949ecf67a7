import { describe, expectTypeOf, test } from 'vitest';
import type { Permute, SwapAxes, T } from './permute.ts';
import type { Shape } from './shape.ts';

test('T reverses', () => {
  expectTypeOf<T<[2, 3, 4]>>().toEqualTypeOf<[4, 3, 2]>();
  expectTypeOf<T<[2]>>().toEqualTypeOf<[2]>();
  expectTypeOf<T<[]>>().toEqualTypeOf<[]>();
  expectTypeOf<T<readonly [number, 3]>>().toEqualTypeOf<[3, number]>();
  expectTypeOf<T<Shape>>().toEqualTypeOf<Shape>();
});

describe('SwapAxes', () => {
  test('exchanges two axes, the last two by default', () => {
    expectTypeOf<SwapAxes<[2, 3, 4]>>().toEqualTypeOf<[2, 4, 3]>();
    expectTypeOf<SwapAxes<readonly [2, 3, 4], 0, -1>>().toEqualTypeOf<[4, 3, 2]>();
    expectTypeOf<SwapAxes<[2, 3, 4], 1, 1>>().toEqualTypeOf<[2, 3, 4]>();
    expectTypeOf<SwapAxes<[2, 3], number, 0>>().toEqualTypeOf<[number, number]>();
    expectTypeOf<SwapAxes<Shape, 0, 1>>().toEqualTypeOf<Shape>();
  });

  test('errors', () => {
    expectTypeOf<SwapAxes<[2, 3], 0, 2>>().toEqualTypeOf<'swapAxes: axis 2 is out of range for rank 2'>();
    expectTypeOf<SwapAxes<[2], -2, -1, 'transpose'>>().toEqualTypeOf<'transpose: axis -2 is out of range for rank 1'>();
  });
});

describe('Permute', () => {
  test('reorders', () => {
    expectTypeOf<Permute<[2, 3, 4], [2, 0, 1]>>().toEqualTypeOf<[4, 2, 3]>();
    expectTypeOf<Permute<[2, 3, 4], readonly [-1, 0, 1]>>().toEqualTypeOf<[4, 2, 3]>();
    expectTypeOf<Permute<[2, 3], [number, number]>>().toEqualTypeOf<[number, number]>();
    expectTypeOf<Permute<[2, 3], number[]>>().toEqualTypeOf<[number, number]>();
    expectTypeOf<Permute<Shape, [1, 0]>>().toEqualTypeOf<Shape>();
  });

  test('errors', () => {
    expectTypeOf<Permute<[2, 3], [0]>>().toEqualTypeOf<'permute: 1 axes are given for rank 2'>();
    expectTypeOf<Permute<[2, 3], [0, 0]>>().toEqualTypeOf<'permute: axis 0 is given twice'>();
    expectTypeOf<Permute<[2, 3], [0, -2]>>().toEqualTypeOf<'permute: axis -2 is given twice'>();
    expectTypeOf<Permute<[2, 3], [0, 2]>>().toEqualTypeOf<'permute: axis 2 is out of range for rank 2'>();
  });
});
