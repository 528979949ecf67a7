import { describe, expectTypeOf, test } from 'vitest';
import type { Axes } from './axis.ts';
import type { Reduce } from './reduce.ts';
import type { Shape } from './shape.ts';

describe('Reduce', () => {
  test('all axes', () => {
    expectTypeOf<Reduce<[2, 3]>>().toEqualTypeOf<[]>();
    expectTypeOf<Reduce<[2, 3], undefined, true>>().toEqualTypeOf<[1, 1]>();
    expectTypeOf<Reduce<Shape>>().toEqualTypeOf<[]>();
    expectTypeOf<Reduce<[]>>().toEqualTypeOf<[]>();
  });

  test('one axis, from the front or from the end', () => {
    expectTypeOf<Reduce<[2, 3, 4], 0>>().toEqualTypeOf<[3, 4]>();
    expectTypeOf<Reduce<[2, 3, 4], 1>>().toEqualTypeOf<[2, 4]>();
    expectTypeOf<Reduce<[2, 3, 4], -1>>().toEqualTypeOf<[2, 3]>();
    expectTypeOf<Reduce<[2, 3, 4], -3, true>>().toEqualTypeOf<[1, 3, 4]>();
    expectTypeOf<Reduce<[number, 4], -1>>().toEqualTypeOf<[number]>();
  });

  test('several axes', () => {
    expectTypeOf<Reduce<[2, 3, 4], [0, -1]>>().toEqualTypeOf<[3]>();
    expectTypeOf<Reduce<[2, 3, 4], readonly [2, 0], true>>().toEqualTypeOf<[1, 3, 1]>();
    expectTypeOf<Reduce<[2, 3, 4], []>>().toEqualTypeOf<[2, 3, 4]>();
  });

  test('errors', () => {
    expectTypeOf<Reduce<[2, 3], 3, false, 'sum'>>().toEqualTypeOf<'sum: axis 3 is out of range for rank 2'>();
    expectTypeOf<Reduce<[2, 3], 2, false, 'sum'>>().toEqualTypeOf<'sum: axis 2 is out of range for rank 2'>();
    expectTypeOf<Reduce<[2, 3], -3, true, 'max'>>().toEqualTypeOf<'max: axis -3 is out of range for rank 2'>();
    expectTypeOf<Reduce<[2, 3], [0, 5], false, 'sum'>>().toEqualTypeOf<'sum: axis 5 is out of range for rank 2'>();
    expectTypeOf<Reduce<[2, 3], [0, -2], false, 'sum'>>().toEqualTypeOf<'sum: axis -2 is given twice'>();
    expectTypeOf<Reduce<[], 0, false, 'sum'>>().toEqualTypeOf<'sum: axis 0 is out of range for rank 0'>();
    expectTypeOf<Reduce<[2], -11, false, 'sum'>>().toEqualTypeOf<'sum: axis -11 is out of range for rank 1'>();
  });

  test('what is unknown falls back', () => {
    expectTypeOf<Reduce<[2, 3, 4], number>>().toEqualTypeOf<[number, number]>();
    expectTypeOf<Reduce<[2, 3, 4], number, true>>().toEqualTypeOf<[number, number, number]>();
    expectTypeOf<Reduce<[2, 3, 4], 0 | 1>>().toEqualTypeOf<[number, number]>();
    expectTypeOf<Reduce<[2, 3, 4], number[]>>().toEqualTypeOf<Shape>();
    expectTypeOf<Reduce<[2, 3, 4], Axes>>().toEqualTypeOf<Shape>();
    expectTypeOf<Reduce<[2, 3, 4], 0, boolean>>().toEqualTypeOf<Shape>();
    expectTypeOf<Reduce<Shape, 1>>().toEqualTypeOf<Shape>();
    expectTypeOf<Reduce<[1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 1>>().toEqualTypeOf<Shape>();
    expectTypeOf<Reduce<[9, 8, 7, 6, 5, 4, 3, 2, 1], -9>>().toEqualTypeOf<[8, 7, 6, 5, 4, 3, 2, 1]>();
  });
});
