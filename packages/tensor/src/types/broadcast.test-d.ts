import { describe, expectTypeOf, test } from 'vitest';
import type { Broadcast, Expand } from './broadcast.ts';
import type { Shape } from './shape.ts';

describe('Broadcast', () => {
  test('aligns axes from the end and stretches ones', () => {
    expectTypeOf<Broadcast<[8, 1, 6], [7, 1]>>().toEqualTypeOf<[8, 7, 6]>();
    expectTypeOf<Broadcast<[7, 1], [8, 1, 6]>>().toEqualTypeOf<[8, 7, 6]>();
    expectTypeOf<Broadcast<[2, 3], [2, 3]>>().toEqualTypeOf<[2, 3]>();
    expectTypeOf<Broadcast<[], [2, 3]>>().toEqualTypeOf<[2, 3]>();
    expectTypeOf<Broadcast<[], []>>().toEqualTypeOf<[]>();
    expectTypeOf<Broadcast<[0, 3], [1, 1]>>().toEqualTypeOf<[0, 3]>();
  });

  test('drops readonly', () => {
    expectTypeOf<Broadcast<readonly [2, 1], readonly [3]>>().toEqualTypeOf<[2, 3]>();
  });

  test('names the axis that differs, counted from the end', () => {
    expectTypeOf<Broadcast<[2, 3], [4], 'add'>>().toEqualTypeOf<'add: axis -1 differs: 3 vs 4'>();
    expectTypeOf<Broadcast<[5, 2, 3], [4, 1, 3], 'mul'>>().toEqualTypeOf<'mul: axis -3 differs: 5 vs 4'>();
    expectTypeOf<Broadcast<[0], [2]>>().toEqualTypeOf<'broadcast: axis -1 differs: 0 vs 2'>();
  });

  test('a size known at run time takes the literal opposite, unless that is 1', () => {
    expectTypeOf<Broadcast<[number, 3], [2, 3]>>().toEqualTypeOf<[2, 3]>();
    expectTypeOf<Broadcast<[2, 3], [number, 3]>>().toEqualTypeOf<[2, 3]>();
    expectTypeOf<Broadcast<[number, 3], [1, 1]>>().toEqualTypeOf<[number, 3]>();
    expectTypeOf<Broadcast<[1, 3], [number, 3]>>().toEqualTypeOf<[number, 3]>();
    expectTypeOf<Broadcast<[number], [number]>>().toEqualTypeOf<[number]>();
  });

  test('a union of sizes is an error only when no member fits', () => {
    expectTypeOf<Broadcast<[2 | 3], [3]>>().toEqualTypeOf<[3]>();
    expectTypeOf<Broadcast<[2 | 3], [4]>>().toExtend<string>();
  });

  test('an unknown rank stays unknown, known last axes are kept and checked', () => {
    expectTypeOf<Broadcast<Shape, [2, 3]>>().toEqualTypeOf<Shape>();
    expectTypeOf<Broadcast<[2, 3], Shape>>().toEqualTypeOf<Shape>();
    // biome-ignore lint/suspicious/noExplicitAny: what an untyped caller passes
    expectTypeOf<Broadcast<any, [2, 3]>>().toEqualTypeOf<Shape>();
    expectTypeOf<Broadcast<[...number[], 3], [3]>>().toEqualTypeOf<[...number[], 3]>();
    expectTypeOf<Broadcast<[...number[], 3], [...number[], 3]>>().toEqualTypeOf<[...number[], 3]>();
    expectTypeOf<Broadcast<[...number[], 3], [4], 'add'>>().toEqualTypeOf<'add: axis -1 differs: 3 vs 4'>();
  });
});

describe('Expand', () => {
  test('stretches ones, adds leading axes, and keeps sizes at -1', () => {
    expectTypeOf<Expand<[3, 1], [2, -1, 4]>>().toEqualTypeOf<[2, 3, 4]>();
    expectTypeOf<Expand<[], [2, 3]>>().toEqualTypeOf<[2, 3]>();
    expectTypeOf<Expand<[number, 1], [-1, 4]>>().toEqualTypeOf<[number, 4]>();
    expectTypeOf<Expand<[2, 1], [number, 4]>>().toEqualTypeOf<[2, 4]>();
    expectTypeOf<Expand<Shape, [-1, 4]>>().toEqualTypeOf<[number, 4]>();
    expectTypeOf<Expand<[2, 1], Shape>>().toEqualTypeOf<Shape>();
  });

  test('says what does not fit', () => {
    expectTypeOf<Expand<[3], [4]>>().toEqualTypeOf<'expand: axis -1 differs: 3 vs 4'>();
    expectTypeOf<Expand<[3], [1]>>().toEqualTypeOf<'expand: axis -1 differs: 3 vs 1'>();
    expectTypeOf<Expand<[2, 3], [3]>>().toEqualTypeOf<'expand: rank 2 does not fit rank 1'>();
    expectTypeOf<Expand<[3], [-1, 3]>>().toEqualTypeOf<'expand: -1 keeps an axis, and a new axis has none to keep'>();
  });
});
