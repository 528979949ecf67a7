import { describe, expectTypeOf, test } from 'vitest';
import type { Concat, ShapesOf, Stack } from './concat.ts';
import type { Shape } from './shape.ts';

describe('Concat', () => {
  test('adds sizes along the axis', () => {
    expectTypeOf<Concat<[[2, 3], [4, 3]]>>().toEqualTypeOf<[6, 3]>();
    expectTypeOf<Concat<[[2, 3], [2, 30], [2, 967]], -1>>().toEqualTypeOf<[2, 1000]>();
    expectTypeOf<Concat<readonly [readonly [2, 3]]>>().toExtend<readonly [2, 3]>();
  });

  test('errors', () => {
    expectTypeOf<Concat<[[2, 3], [4, 5]]>>().toEqualTypeOf<'concat: axis 1 differs: 3 vs 5'>();
    expectTypeOf<Concat<[[2, 3], [2, 3], [4, 3]], 1>>().toEqualTypeOf<'concat: axis 0 differs: 2 vs 4'>();
    expectTypeOf<Concat<[[2, 3], [3]]>>().toEqualTypeOf<'concat: ranks differ: 2 vs 1'>();
    expectTypeOf<Concat<[[2, 3], [2, 3]], 2>>().toEqualTypeOf<'concat: axis 2 is out of range for rank 2'>();
    expectTypeOf<Concat<[]>>().toEqualTypeOf<'concat: there is nothing to join'>();
  });

  test('what is unknown falls back', () => {
    expectTypeOf<Concat<[[number, 3], [4, number]]>>().toEqualTypeOf<[number, 3]>();
    expectTypeOf<Concat<[[2, 3], [4, 3]], number>>().toEqualTypeOf<[number, number]>();
    expectTypeOf<Concat<[2, 3][], 1>>().toEqualTypeOf<[2, number]>();
    expectTypeOf<Concat<[Shape, [2, 3]]>>().toEqualTypeOf<Shape>();
    expectTypeOf<Concat<[[2, 3], Shape]>>().toEqualTypeOf<Shape>();
    expectTypeOf<Concat<Shape[]>>().toEqualTypeOf<Shape>();
  });
});

describe('Stack', () => {
  test('inserts the count', () => {
    expectTypeOf<Stack<[[2, 3], [2, 3]]>>().toEqualTypeOf<[2, 2, 3]>();
    expectTypeOf<Stack<[[2, 3], [2, 3], [2, 3]], -1>>().toEqualTypeOf<[2, 3, 3]>();
    expectTypeOf<Stack<[[], []]>>().toEqualTypeOf<[2]>();
    expectTypeOf<Stack<[2, 3][], 1>>().toEqualTypeOf<[2, number, 3]>();
    expectTypeOf<Stack<[[number], [3]]>>().toEqualTypeOf<[2, 3]>();
    expectTypeOf<Stack<[Shape, [2]]>>().toEqualTypeOf<Shape>();
  });

  test('errors', () => {
    expectTypeOf<Stack<[[2, 3], [2, 4]]>>().toEqualTypeOf<'stack: axis 1 differs: 3 vs 4'>();
    expectTypeOf<Stack<[[2], [2]], 2>>().toEqualTypeOf<'stack: axis 2 is out of range for a result of rank 2'>();
  });
});

test('ShapesOf reads the shapes of a list', () => {
  type A = { readonly shape: readonly [2, 3] };
  expectTypeOf<ShapesOf<readonly [A, { readonly shape: Shape }]>>().toEqualTypeOf<[[2, 3], number[]]>();
});
