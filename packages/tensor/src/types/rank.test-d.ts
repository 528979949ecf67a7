import { describe, expectTypeOf, test } from 'vitest';
import type { ExpandDims, Squeeze } from './rank.ts';
import type { Shape } from './shape.ts';

test('ExpandDims', () => {
  expectTypeOf<ExpandDims<[2, 3], 0>>().toEqualTypeOf<[1, 2, 3]>();
  expectTypeOf<ExpandDims<[2, 3], 1>>().toEqualTypeOf<[2, 1, 3]>();
  expectTypeOf<ExpandDims<[2, 3], 2>>().toEqualTypeOf<[2, 3, 1]>();
  expectTypeOf<ExpandDims<readonly [2, 3], -1>>().toEqualTypeOf<[2, 3, 1]>();
  expectTypeOf<ExpandDims<[2, 3], -3>>().toEqualTypeOf<[1, 2, 3]>();
  expectTypeOf<ExpandDims<[], 0>>().toEqualTypeOf<[1]>();
  expectTypeOf<ExpandDims<[2, 3], number>>().toEqualTypeOf<[number, number, number]>();
  expectTypeOf<ExpandDims<Shape, 0>>().toEqualTypeOf<Shape>();
  expectTypeOf<ExpandDims<[2, 3], 3>>().toEqualTypeOf<'expandDims: axis 3 is out of range for a result of rank 3'>();
});

describe('Squeeze', () => {
  test('removes axes of size 1', () => {
    expectTypeOf<Squeeze<[1, 3, 1]>>().toEqualTypeOf<[3]>();
    expectTypeOf<Squeeze<[1, 3, 1], 0>>().toEqualTypeOf<[3, 1]>();
    expectTypeOf<Squeeze<[1, 3, 1], -1>>().toEqualTypeOf<[1, 3]>();
    expectTypeOf<Squeeze<[1, 3, 1], readonly [0, -1]>>().toEqualTypeOf<[3]>();
  });

  test('errors', () => {
    expectTypeOf<Squeeze<[1, 3], 1>>().toEqualTypeOf<'squeeze: axis 1 has size 3, not 1'>();
    expectTypeOf<Squeeze<[1, 3], [0, -1]>>().toEqualTypeOf<'squeeze: axis -1 has size 3, not 1'>();
    expectTypeOf<Squeeze<[1, 3], 2>>().toEqualTypeOf<'squeeze: axis 2 is out of range for rank 2'>();
    expectTypeOf<Squeeze<[1, 3], [0, 0]>>().toEqualTypeOf<'squeeze: axis 0 is given twice'>();
  });

  test('what is unknown falls back', () => {
    expectTypeOf<Squeeze<[1, number]>>().toEqualTypeOf<Shape>();
    expectTypeOf<Squeeze<[1, number], 1>>().toEqualTypeOf<[1]>();
    expectTypeOf<Squeeze<[1, 3], number>>().toEqualTypeOf<[number]>();
    expectTypeOf<Squeeze<Shape, 0>>().toEqualTypeOf<Shape>();
  });
});
