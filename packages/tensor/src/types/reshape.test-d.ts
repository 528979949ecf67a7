import { describe, expectTypeOf, test } from 'vitest';
import type { ElementCount, Flatten, Reshape } from './reshape.ts';
import type { Shape } from './shape.ts';

describe('Reshape', () => {
  test('keeps the number of elements', () => {
    expectTypeOf<Reshape<[2, 6], [3, 4]>>().toEqualTypeOf<[3, 4]>();
    expectTypeOf<Reshape<[12, 64, 768], readonly [12, 64, 12, 64]>>().toEqualTypeOf<[12, 64, 12, 64]>();
    expectTypeOf<Reshape<[12, 64, 768], [589824]>>().toEqualTypeOf<[589824]>();
    expectTypeOf<Reshape<[], [1, 1]>>().toEqualTypeOf<[1, 1]>();
    expectTypeOf<Reshape<[1, 1], []>>().toEqualTypeOf<[]>();
  });

  test('infers one -1', () => {
    expectTypeOf<Reshape<[12, 64, 768], [-1, 768]>>().toEqualTypeOf<[768, 768]>();
    expectTypeOf<Reshape<[12, 64, 768], [12, 64, 12, -1]>>().toEqualTypeOf<[12, 64, 12, 64]>();
    expectTypeOf<Reshape<[589824], [12, -1, 768]>>().toEqualTypeOf<[12, 64, 768]>();
    expectTypeOf<Reshape<[2, 3], [-1]>>().toEqualTypeOf<[6]>();
    expectTypeOf<Reshape<[], [-1]>>().toEqualTypeOf<[1]>();
  });

  test('errors', () => {
    expectTypeOf<Reshape<[3, 4], [5, 3]>>().toEqualTypeOf<'reshape: 12 elements do not fit [5, 3]'>();
    expectTypeOf<Reshape<[3, 4], [5, -1]>>().toEqualTypeOf<'reshape: 12 elements do not fit [5, -1]'>();
    expectTypeOf<
      Reshape<[12, 64, 768], [12, 64, 767], 'view'>
    >().toEqualTypeOf<'view: 589824 elements do not fit [12, 64, 767]'>();
    expectTypeOf<Reshape<[2], []>>().toEqualTypeOf<'reshape: 2 elements do not fit []'>();
    expectTypeOf<Reshape<[4], [-1, -1]>>().toEqualTypeOf<'reshape: only one axis can be -1'>();
    expectTypeOf<Reshape<Shape, [-1, -1]>>().toEqualTypeOf<'reshape: only one axis can be -1'>();
    expectTypeOf<Reshape<[4], [-2, 2]>>().toEqualTypeOf<'reshape: -2 is not a size'>();
  });

  test('no elements', () => {
    expectTypeOf<Reshape<[0, 3], [5, 0]>>().toEqualTypeOf<[5, 0]>();
    expectTypeOf<Reshape<[0, 3], [-1, 3]>>().toEqualTypeOf<[0, 3]>();
    expectTypeOf<Reshape<[0, 3], [3]>>().toEqualTypeOf<'reshape: 0 elements do not fit [3]'>();
    expectTypeOf<Reshape<[2, 3], [0, -1]>>().toEqualTypeOf<'reshape: 6 elements do not fit [0, -1]'>();
    expectTypeOf<
      Reshape<[0, 3], [0, -1]>
    >().toEqualTypeOf<'reshape: the axis -1 in [0, -1] could be anything, for there are no elements'>();
  });

  test('what is unknown falls back', () => {
    expectTypeOf<Reshape<[number, 64], [-1, 8, 8]>>().toEqualTypeOf<[number, 8, 8]>();
    expectTypeOf<Reshape<[2, 64], [number, 8, 8]>>().toEqualTypeOf<[number, 8, 8]>();
    expectTypeOf<Reshape<[2, 64], number[]>>().toEqualTypeOf<Shape>();
    expectTypeOf<Reshape<Shape, [2, 3]>>().toEqualTypeOf<[2, 3]>();
    expectTypeOf<Reshape<[4 | 6], [2, -1]>>().toEqualTypeOf<[2, number]>();
    expectTypeOf<Reshape<[94906267, 94906267], [-1]>>().toEqualTypeOf<[number]>();
  });
});

test('ElementCount and Flatten', () => {
  expectTypeOf<ElementCount<[]>>().toEqualTypeOf<1>();
  expectTypeOf<ElementCount<[12, 64, 50257]>>().toEqualTypeOf<38597376>();
  expectTypeOf<ElementCount<[2, number]>>().toEqualTypeOf<number>();
  expectTypeOf<Flatten<[2, 3, 4]>>().toEqualTypeOf<[24]>();
  expectTypeOf<Flatten<Shape>>().toEqualTypeOf<[number]>();
});
